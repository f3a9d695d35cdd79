// The JSON Schema of configurations, for editors: from the rules' metadata and the names that src/config reads.
import { PRESETS } from '../src/engine/rule.ts';
import { EXTERNALS } from '../src/mesh/externals.ts';
import { WORLDS } from '../src/mesh/world.ts';
import { ISTIO_VERSIONS } from '../src/schemas/index.ts';
import type { NamedRule } from './rule-docs.ts';

type Schema = Record<string, unknown>;

const TEXTS: Schema = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };

/** Draft 7, which editors know best. */
export function configSchema(rules: readonly NamedRule[]): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'mesh-lint configuration',
    description: '.meshlintrc.yaml, .yml, .json or .cjs, or the member "meshlint" of package.json; see docs/config.md.',
    ...map({
      $schema: { type: 'string', description: 'The address of this schema, for editors.' },
      root: { type: 'boolean', description: 'Look for no configuration further up.' },
      extends: {
        description:
          'Presets (recommended where none is named), files ("./org.yaml"), packages ("acme" is meshlint-config-acme) and configurations of plugins ("plugin:acme/strict"); later ones win.',
        ...oneOrMore({ $ref: '#/definitions/extended' }),
      },
      plugins: {
        description: 'Files ("./rules.js", "./rules.yaml") and packages ("acme" is meshlint-plugin-acme) with rules.',
        ...TEXTS,
      },
      ignorePatterns: { description: 'Files to leave out, as in .gitignore, from the folder of this file.', ...TEXTS },
      reportUnusedDisableDirectives: {
        description: 'The level of suppressions that suppress nothing.',
        anyOf: [{ type: 'boolean' }, { $ref: '#/definitions/level' }],
      },
      rules: { $ref: '#/definitions/rules' },
      overrides: {
        description: 'Other settings for some files or resources; later ones win.',
        type: 'array',
        items: { $ref: '#/definitions/override' },
      },
      settings: { $ref: '#/definitions/settings' },
    }),
    definitions: definitions(rules),
  };
}

function definitions(rules: readonly NamedRule[]): Record<string, Schema> {
  const areas = [...new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))))];
  return {
    // A bare `off` is false to readers of YAML 1.1.
    level: { enum: ['off', 'info', 'warn', 'warning', 'error', 0, 1, 2, false] },
    extended: { anyOf: [{ enum: PRESETS.flatMap((name) => [`mesh-lint:${name}`, name]) }, { type: 'string' }] },
    rules: {
      description: 'Levels of rules, or [level, {options}]. A level alone keeps the options that are set elsewhere.',
      type: 'object',
      properties: Object.fromEntries(rules.map(({ id, rule }) => [id, ruleSchema(rule)])),
      // Rules of plugins are in areas of their own.
      patternProperties: {
        [`^(?!(?:${areas.join('|')})/).+/.+$`]: setting({ type: 'object' }),
      },
      additionalProperties: false,
    },
    override: {
      anyOf: [{ required: ['files'] }, { required: ['resources'] }],
      ...map({
        files: {
          description: 'Globs of files, from the folder of this file; one without a slash is for any folder.',
          ...TEXTS,
        },
        excludedFiles: { description: 'Globs of files that it is not for.', ...TEXTS },
        resources: {
          description: 'Resources that it is for; of several sets of criteria one must fit.',
          ...oneOrMore({ $ref: '#/definitions/resources' }),
        },
        extends: {
          description: 'Presets, files and packages.',
          ...oneOrMore({ $ref: '#/definitions/extended' }),
        },
        rules: { $ref: '#/definitions/rules' },
      }),
    },
    resources: {
      minProperties: 1,
      ...map({
        kinds: {
          description: 'VirtualService, or networking.istio.io/VirtualService; * stands for any characters.',
          ...TEXTS,
        },
        names: { description: 'Names, with * for any characters.', ...TEXTS },
        namespaces: { description: 'Namespaces, with * for any characters.', ...TEXTS },
        labels: {
          description: 'Labels that must all be there, with the values that each may have.',
          type: 'object',
          additionalProperties: TEXTS,
        },
      }),
    },
    settings: settings(),
  };
}

function settings(): Schema {
  const text = (description: string): Schema => ({ description, type: 'string', minLength: 1 });
  const external = `Names with * for any characters: name or namespace/name.`;
  return {
    description: 'What is known of the mesh as a whole; read in the working directory and above.',
    ...map({
      istioVersion: {
        description: 'The Istio minor to lint for; default the newest release.',
        anyOf: [
          { enum: ISTIO_VERSIONS },
          { type: 'string', pattern: '^v?[0-9]+\\.[0-9]+(?:\\.[0-9]+)?$' },
          { enum: ISTIO_VERSIONS.map(Number) },
        ],
      },
      rootNamespace: text('Namespace of mesh-wide configuration; default as the mesh config says, or istio-system.'),
      namespace: text('Namespace of manifests that name none.'),
      world: {
        description:
          'What a target that is missing in the files means: "auto", missing if others of its kind are there; "open", it may be elsewhere; "closed", it is missing.',
        enum: WORLDS,
      },
      externals: {
        description: 'What is there though no file has it.',
        ...map(Object.fromEntries(Object.values(EXTERNALS).map((kind) => [kind, { description: external, ...TEXTS }]))),
      },
      context: { description: 'Files, folders and globs that are read for what is there, and not linted.', ...TEXTS },
      snapshot: text("A file with the output of 'kubectl get … -A -o yaml': what the cluster holds."),
      worlds: { description: 'Globs of folders, each of which is a mesh of its own.', ...TEXTS },
    }),
  };
}

function ruleSchema({ summary, options }: NamedRule['rule']): Schema {
  return { description: `${summary}.`, ...setting(map(options ?? {})) };
}

function setting(options: Schema): Schema {
  const level = { $ref: '#/definitions/level' };
  return { anyOf: [level, { type: 'array', items: [level, options], minItems: 1, maxItems: 2 }] };
}

function oneOrMore(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'array', items: schema }] };
}

function map(properties: Record<string, Schema>): Schema {
  return { type: 'object', properties, additionalProperties: false };
}
