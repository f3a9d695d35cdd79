import { DEFAULT_ISTIO_VERSION } from '../../schemas/index.ts';
import { HOMEPAGE, VERSION } from '../../version.ts';
import type { TreeFacts } from './facts.ts';

export interface TemplateOptions {
  /** Does a configuration in a folder above hold here too? Then nothing may hide it. */
  hasConfigAbove: boolean;
  /** Path or address of the schema. */
  schema?: string;
}

const SCHEMA = `${HOMEPAGE}/raw/v${VERSION}/docs/config.schema.json`;

/** A configuration for a tree that changes no finding: all that would is a comment, ready to be taken in. */
export function configTemplate(facts: TreeFacts, { hasConfigAbove, schema = SCHEMA }: TemplateOptions): string {
  const blocks = [
    [`# yaml-language-server: $schema=${schema}`, `# Every key is told in ${HOMEPAGE}/blob/v${VERSION}/docs/config.md`],
    top(hasConfigAbove),
    presets(facts, hasConfigAbove),
    ignored(facts),
    [
      '# Levels are off, info, warn and error; "mesh-lint rules" lists the rules, "mesh-lint explain RULE" tells of one.',
      '# rules:',
      '#   virtual-service/weights-sum: [warn, {allowProportional: true}]',
    ],
    overrides(),
    settings(facts),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function top(hasConfigAbove: boolean): string[] {
  return hasConfigAbove
    ? ['# A configuration of a folder above holds here too; this line would end the search here.', '# root: true']
    : ['# Look for no configuration in the folders above.', 'root: true'];
}

function presets({ ambient }: TreeFacts, hasConfigAbove: boolean): string[] {
  const off = hasConfigAbove ? '# ' : '';
  return [
    '# Presets, later ones win: recommended, strict, security, ambient, production, istio-validate, istioctl-parity, all.',
    '# Also files (./org.yaml) and packages (acme is meshlint-config-acme).',
    `${off}extends:`,
    `${off}  - mesh-lint:recommended`,
    ...(ambient.length > 0 ? [`# Pods are in ambient mode in ${listed(ambient)}.`, '#  - mesh-lint:ambient'] : []),
  ];
}

function ignored({ charts }: TreeFacts): string[] {
  const told =
    charts.length > 0
      ? ['# Charts are passed over until they are rendered: "mesh-lint --render", or helm template … | mesh-lint -']
      : [];
  return [
    '# Files to leave out, as in .gitignore, which holds anyway.',
    ...told,
    '# ignorePatterns:',
    `#   - ${text(charts.length > 0 ? `${charts[0]}/` : 'vendor/')}`,
  ];
}

function overrides(): string[] {
  return [
    '# Other settings for some files or resources.',
    '# overrides:',
    '#   - files: [vendor/**]',
    '#     rules:',
    '#       virtual-service/weights-sum: off',
    '#   - resources:',
    '#       kinds: [EnvoyFilter]',
    '#       namespaces: [legacy]',
    '#     rules:',
    '#       core/unknown-field: warn',
  ];
}

function settings({ versions, rootNamespace, overlays }: TreeFacts): string[] {
  const [newest] = versions;
  const said = versions.map(({ minor, place }) => `${minor} in ${place}`).join(', ');
  return [
    '# The mesh as a whole.',
    '# settings:',
    newest
      ? `#   # Found: ${said}. Without this line: the newest release.`
      : '#   # The Istio to lint for; without this line the newest release.',
    `#   istioVersion: "${newest?.minor ?? DEFAULT_ISTIO_VERSION}"`,
    `#   rootNamespace: ${text(rootNamespace)}`,
    '#   # What a target that is missing in the files means: auto, open (it may be elsewhere), closed (it is missing).',
    '#   world: auto',
    '#   # What is there though no file here has it.',
    '#   externals:',
    '#     hosts: ["*.example.com"]',
    ...(overlays.length > 0
      ? [
          '#   # These folders hold alternatives of each other: each is a mesh of its own.',
          `#   worlds: [${overlays.map(text).join(', ')}]`,
        ]
      : []),
  ];
}

/** A YAML scalar in a list or after a key. */
function text(value: string): string {
  return /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value)
    ? value
    : JSON.stringify(value);
}

/** Names in one line: `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
