// Compiles the vendored schemas to code: one lazily loaded module for each distinct schema of a kind, ajv's standalone output.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import { ISTIO_OPERATOR, istioOperator } from '../src/schemas/install/istio-operator.ts';
import { objectMeta } from '../src/schemas/install/object-meta.ts';
import { isCompiled } from './cel.ts';
import { ROOT } from './rule-files.ts';
import { KEYWORDS } from './schema-keywords.ts';
import { FORMATS, linearPattern } from './schema-patterns.ts';
import { DefinitionPool, type JsonSchema } from './schema-pool.ts';

const VENDORED = join(ROOT, 'src', 'schemas', 'vendored');

type Definitions = Record<string, JsonSchema>;
type Kinds = Record<string, { versions: Record<string, string>; standard?: Record<string, string> }>;

/** Writes a module for each schema, the kinds of each set and the names of all fields below `outDir`, replacing what was there. */
export async function compileValidators(outDir: string): Promise<void> {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const definitions: Definitions = readVendored('definitions.json');
  const operator = new DefinitionPool();
  const operatorId = operator.add(istioOperator);
  Object.assign(definitions, Object.fromEntries(operator.entries()));
  const minors = readdirSync(VENDORED).flatMap((name) => /^(\d+\.\d+)\.json$/.exec(name)?.[1] ?? []);
  const sets = minors
    .sort(byMinor)
    .map((minor): [string, Kinds] => [
      minor,
      { ...readVendored(`${minor}.json`), [ISTIO_OPERATOR]: { versions: { v1alpha1: operatorId } } },
    ]);
  const roots = new Set(
    sets.flatMap(([, kinds]) => Object.values(kinds).flatMap(({ versions }) => Object.values(versions))),
  );
  const used = new Set<string>();
  for (const id of roots) {
    const { code, parts } = compile(id, definitions);
    write(outDir, `${id}.ts`, code);
    for (const part of [id, ...parts]) used.add(part);
  }
  write(outDir, 'sets.ts', setsModule(sets));
  write(outDir, 'standard.ts', standardModule(sets, definitions, used));
  write(outDir, 'index.ts', indexModule([...roots].sort()));
  write(outDir, 'names.ts', namesModule(Object.entries(definitions).filter(([id]) => used.has(id))));
}

function readVendored<T>(name: string): T {
  return JSON.parse(readFileSync(join(VENDORED, name), 'utf8'));
}

function write(outDir: string, name: string, text: string): void {
  writeFileSync(join(outDir, name), `// @ts-nocheck\n${text}`);
}

function byMinor(a: string, b: string): number {
  return Number(a.split('.')[1]) - Number(b.split('.')[1]);
}

/**
 * The code of one schema, and the ids of the definitions in it: those become shared functions, so that what recurs is
 * compiled once.
 */
function compile(id: string, definitions: Definitions): { code: string; parts: Iterable<string> } {
  const used = new Map<string, JsonSchema>();
  const root = resource(toAjv(definitions[id] ?? {}, definitions, used));
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    inlineRefs: false,
    useDefaults: true,
    messages: false,
    unicodeRegExp: false,
    code: { source: true, esm: true },
    formats: FORMATS,
    logger: false,
  });
  for (const definition of KEYWORDS) {
    for (const keyword of [definition.keyword].flat()) ajv.removeKeyword(keyword);
    ajv.addKeyword(definition);
  }
  const validate = ajv.compile({ ...root, $defs: Object.fromEntries(used) });
  return { code: withImports(standaloneCode(ajv, validate)), parts: used.keys() };
}

/** ajv's run-time helpers come from our own module, so that nothing of ajv is bundled with the validators. */
function withImports(code: string): string {
  const helpers = code.replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, 'codePoints');
  if (helpers.includes('require('))
    throw new Error(`compiled schema needs a helper that is not there: ${/require\([^)]*\)[.\w]*/.exec(helpers)?.[0]}`);
  const imports = [
    `import { codePoints, repeatedItem } from '../runtime.ts';\n`,
    helpers.includes('run.') ? `import * as run from '../cel/runtime.ts';\n` : '',
  ];
  return `${imports.join('')}${helpers.replace('"use strict";', '')}`;
}

const TYPE_META: JsonSchema = { apiVersion: { type: 'string' }, kind: { type: 'string' } };

/** Any object: what CRDs leave to Kubernetes, with the metadata that Kubernetes knows. */
function resource(schema: JsonSchema): JsonSchema {
  const properties = { ...(schema.properties as Record<string, JsonSchema>) };
  return {
    ...schema,
    type: 'object',
    properties: {
      ...properties,
      ...TYPE_META,
      metadata: objectMeta,
      status: {},
    },
    additionalProperties: false,
  };
}

/** A structural schema in Kubernetes' dialect as one that ajv checks as Kubernetes does. */
function toAjv(schema: JsonSchema, definitions: Definitions, used: Map<string, JsonSchema>): JsonSchema {
  const reference = schema.$ref;
  if (typeof reference === 'string') {
    if (!used.has(reference)) {
      used.set(reference, {});
      used.set(reference, toAjv(definitions[reference] ?? {}, definitions, used));
    }
    const value = definitions[reference]?.default;
    return { $ref: `#/$defs/${reference}`, ...(value === undefined ? {} : { default: value }) };
  }
  const inner = (value: unknown) => toAjv(value as JsonSchema, definitions, used);
  const result: JsonSchema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'x-kubernetes-validations') Object.assign(result, celRules(value));
    if (key.startsWith('x-kubernetes-') || key === 'nullable') continue;
    if (key === 'properties')
      result[key] = Object.fromEntries(
        Object.entries(value as JsonSchema).map(([name, property]) => [name, inner(property)]),
      );
    else if (key === 'items' || key === 'not' || (key === 'additionalProperties' && typeof value === 'object'))
      result[key] = inner(value);
    else if (key === 'oneOf' && oneofGroup(value)) result.oneofFields = oneofGroup(value);
    else if (key === 'allOf' || key === 'oneOf' || key === 'anyOf') result[key] = (value as unknown[]).map(inner);
    else if (key === 'minProperties') result.minEntries = value;
    else if (key === 'pattern') result[key] = linearPattern(String(value));
    else if (key !== 'format' || String(value) in FORMATS) result[key] = value;
  }
  return defaultsFirst(kubernetes(schema, result));
}

function celRules(validations: unknown): JsonSchema {
  const rules = (validations as { rule: string }[]).map(({ rule }) => rule).filter(isCompiled);
  return rules.length > 0 ? { celRules: rules } : {};
}

/** ajv weighs a choice before it fills in defaults; Kubernetes the other way round. */
function defaultsFirst(schema: JsonSchema): JsonSchema {
  const { oneOf, ...rest } = schema;
  const filled = Object.values((schema.properties ?? {}) as Record<string, JsonSchema>).some(
    (property) => property.default !== undefined,
  );
  return oneOf && filled ? { allOf: [rest, { oneOf }] } : schema;
}

function kubernetes(schema: JsonSchema, result: JsonSchema): JsonSchema {
  if (schema['x-kubernetes-int-or-string']) {
    delete result.anyOf;
    result.type = ['integer', 'string'];
  }
  if (schema.format === 'int32')
    Object.assign(result, { minimum: result.minimum ?? -(2 ** 31), maximum: result.maximum ?? 2 ** 31 - 1 });
  if (schema['x-kubernetes-embedded-resource'])
    result.properties = { ...TYPE_META, metadata: objectMeta, ...(result.properties as JsonSchema | undefined) };
  if (schema.nullable && typeof result.type === 'string') {
    result.type = [result.type, 'null'];
    if (Array.isArray(result.enum)) result.enum = [...result.enum, null];
  }
  const open = schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties !== undefined;
  if (schema.type === 'object' && result.properties && !open) result.additionalProperties = false;
  const keys = schema['x-kubernetes-list-type'] === 'set' ? [] : schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] === 'set' || schema['x-kubernetes-list-type'] === 'map') result.listKeys = keys;
  return result;
}

/** The fields of which at most one may be set, of the oneOf that Istio writes for a proto's oneof. */
function oneofGroup(branches: unknown): string[] | undefined {
  if (!Array.isArray(branches)) return undefined;
  const fields = branches.flatMap((branch: JsonSchema) =>
    Array.isArray(branch.required) && Object.keys(branch).length === 1 && branch.required.length === 1
      ? [String(branch.required[0])]
      : [],
  );
  const none = branches.filter((branch: JsonSchema) => branch.not && Object.keys(branch).length === 1);
  return fields.length + none.length === branches.length && none.length === 1 ? fields : undefined;
}

/** Of each version of each kind, the schema since a minor: what does not change is written once. '' where it is gone. */
function setsModule(sets: [minor: string, kinds: Kinds][]): string {
  const history = historyOf(sets, ({ versions }) => versions);
  const rows = Object.entries(history).map(
    ([kind, versions]) => `  ${JSON.stringify(kind)}: ${JSON.stringify(versions)},`,
  );
  const minors = JSON.stringify(sets.map(([minor]) => minor));
  return `export const minors = ${minors};\nexport const kinds = {\n${rows.join('\n')}\n};\n`;
}

type History = Record<string, Record<string, Record<string, string>>>;

function historyOf(
  sets: [minor: string, kinds: Kinds][],
  pick: (entry: Kinds[string]) => Record<string, string> | undefined,
): History {
  const history: History = {};
  const names = new Set(sets.flatMap(([, kinds]) => Object.keys(kinds)));
  for (const kind of [...names].sort()) {
    const versions = new Set(
      sets.toReversed().flatMap(([, kinds]) => Object.keys(pick(kinds[kind] ?? { versions: {} }) ?? {})),
    );
    for (const version of versions) {
      let last = '';
      for (const [minor, kinds] of sets) {
        const id = pick(kinds[kind] ?? { versions: {} })?.[version] ?? '';
        if (id === last) continue;
        history[kind] ??= {};
        history[kind][version] ??= {};
        history[kind][version][minor] = id;
        last = id;
      }
    }
  }
  return history;
}

/** The standard channel of Gateway API: only names, for what it lacks beside the experimental one. */
function standardModule(sets: [minor: string, kinds: Kinds][], definitions: Definitions, used: Set<string>): string {
  const history = historyOf(sets, ({ versions, standard }) => standard ?? versions);
  const gateway = Object.entries(history).filter(([kind]) => kind.startsWith('gateway.networking.k8s.io/'));
  const names = new Map<string, JsonSchema>();
  const add = (id: string) => {
    const definition = definitions[id];
    if (!definition || names.has(id)) return;
    names.set(id, definition);
    for (const [, inner] of JSON.stringify(definition).matchAll(/"\$ref":"(\w+)"/g)) add(inner ?? '');
  };
  for (const [, versions] of gateway)
    for (const ids of Object.values(versions)) for (const id of Object.values(ids)) add(id);
  const missing = [...names].filter(([id]) => !used.has(id));
  return `export const kinds = ${JSON.stringify(Object.fromEntries(gateway))};\n${namesModule(missing)}`;
}

/** Typed as anything: the code of compilers has no types worth reading. */
function indexModule(ids: string[]): string {
  const rows = ids.map((id) => `  ${JSON.stringify(id)}: () => import('./${id}.ts'),`);
  return `export const validators: Record<string, () => Promise<any>> = {\n${rows.join('\n')}\n};\n`;
}

/** What is called what at each place, for suggestions, in the shape of `FieldNames`. */
function namesModule(definitions: [string, JsonSchema][]): string {
  const target = (schema: JsonSchema): string => {
    if (typeof schema.$ref === 'string') return schema.$ref;
    if (schema.items) return `[${target(schema.items as JsonSchema)}`;
    if (typeof schema.additionalProperties === 'object') return `*${target(schema.additionalProperties as JsonSchema)}`;
    if (isDuration(schema)) return '~';
    const scalar =
      schema['x-kubernetes-int-or-string'] || !['object', 'array', undefined].includes(schema.type as string);
    return scalar ? '' : '?';
  };
  const names = definitions.map(([id, { properties, required }]) => {
    const fields = Object.fromEntries(
      Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => [name, target(schema)]),
    );
    return [id, required ? { fields, required } : { fields }];
  });
  // V8 reads large data sooner from a text than from the code of an object.
  return `export const names = JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(names)))});\n`;
}

/** Istio says so in a CEL rule, Gateway API in a pattern. */
function isDuration(schema: JsonSchema): boolean {
  const rules = (schema['x-kubernetes-validations'] ?? []) as { rule: string }[];
  const pattern = String(schema.pattern);
  return rules.some(({ rule }) => /\bduration\(self\)/.test(rule)) || pattern.includes('(h|m|s|ms)');
}
