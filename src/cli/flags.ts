import { parseArgs } from 'node:util';
import { UsageError } from '../engine/errors.ts';
import { suggest } from '../text/suggest.ts';

export interface Flag {
  name: string;
  short?: string;
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** How the value is called in the help. */
  value?: string;
  help: string;
  /** The flag on whose line of the help it stands, which tells of both. */
  beside?: string;
  group: 'What to lint' | 'Which rules' | 'The mesh around' | 'Fixes' | 'Output' | 'Exit code' | 'Other';
}

/** Every flag, once: parsing, the help and the suggestions for misspelt ones all read this table. */
export const FLAGS: readonly Flag[] = [
  {
    group: 'What to lint',
    name: 'ignore-pattern',
    type: 'string',
    multiple: true,
    value: 'GLOB',
    help: 'leave these out (as in .gitignore); take what .gitignore leaves out',
  },
  {
    group: 'What to lint',
    name: 'no-ignore',
    type: 'boolean',
    help: 'do not leave out what .gitignore excludes',
    beside: 'ignore-pattern',
  },
  {
    group: 'What to lint',
    name: 'stdin-filename',
    type: 'string',
    value: 'NAME',
    help: 'what standard input is called in the report',
  },
  {
    group: 'What to lint',
    name: 'no-error-on-unmatched-pattern',
    type: 'boolean',
    help: 'no matching file is no error',
  },
  {
    group: 'What to lint',
    name: 'render',
    type: 'boolean',
    help: 'lint what helm and kustomize make of charts and kustomizations',
  },
  { group: 'What to lint', name: 'list-files', type: 'boolean', help: 'print the files that would be read, and stop' },
  {
    group: 'Which rules',
    name: 'preset',
    type: 'string',
    multiple: true,
    value: 'NAME',
    help: 'recommended (default), strict, security, ambient, production, istio-validate, istioctl-parity, all',
  },
  {
    group: 'Which rules',
    name: 'rule',
    type: 'string',
    multiple: true,
    value: "'ID: LEVEL'",
    help: "set a level, with options: 'ID: [warn, {max: 3}]'",
  },
  {
    group: 'Which rules',
    name: 'only',
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'run these rules alone, or leave them out (ids, or IST or KIA codes)',
  },
  {
    group: 'Which rules',
    name: 'skip',
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'leave these rules out',
    beside: 'only',
  },
  {
    group: 'Which rules',
    name: 'baseline',
    type: 'string',
    value: 'FILE',
    help: 'leave out the findings that this file knows; write what is found to it',
  },
  {
    group: 'Which rules',
    name: 'update-baseline',
    type: 'boolean',
    help: 'write what is found to the baseline (default: mesh-lint-baseline.json)',
    beside: 'baseline',
  },
  {
    group: 'Which rules',
    name: 'report-unused-disable-directives',
    type: 'string',
    value: 'LEVEL',
    help: 'comments that silence nothing: off, info, warn (default), error',
  },
  {
    group: 'Which rules',
    name: 'config',
    short: 'c',
    type: 'string',
    value: 'FILE',
    help: 'this configuration, or none, in place of the .meshlintrc.yaml around',
  },
  { group: 'Which rules', name: 'no-config', type: 'boolean', help: 'read no configuration file', beside: 'config' },
  {
    group: 'Which rules',
    name: 'print-config',
    type: 'string',
    value: 'FILE',
    help: 'print how rules are set for this file, and stop',
  },
  {
    group: 'Which rules',
    name: 'istio-version',
    type: 'string',
    value: 'X.Y',
    help: 'the Istio to lint for (default: the newest release)',
  },
  {
    group: 'Which rules',
    name: 'namespace',
    short: 'n',
    type: 'string',
    value: 'NS',
    help: 'namespace of manifests that name none',
  },
  {
    group: 'Which rules',
    name: 'root-namespace',
    type: 'string',
    value: 'NS',
    help: 'that of mesh-wide policies (default: as in the mesh config, or istio-system)',
  },
  {
    group: 'The mesh around',
    name: 'mesh-config',
    type: 'string',
    value: 'FILE',
    help: 'MeshConfig and MeshNetworks of the mesh, linted too',
  },
  {
    group: 'The mesh around',
    name: 'mesh-networks',
    type: 'string',
    value: 'FILE',
    help: 'MeshNetworks of the mesh, linted too',
    beside: 'mesh-config',
  },
  {
    group: 'The mesh around',
    name: 'context',
    type: 'string',
    multiple: true,
    value: 'PATH',
    help: 'read these for what is there, without linting them',
  },
  {
    group: 'The mesh around',
    name: 'snapshot',
    type: 'string',
    value: 'FILE',
    help: "what the cluster holds: the output of 'kubectl get … -A -o yaml'",
  },
  {
    group: 'The mesh around',
    name: 'world',
    type: 'string',
    value: 'NAME',
    help: 'what a missing target means: auto (default), open or closed',
  },
  {
    group: 'The mesh around',
    name: 'world-per',
    type: 'string',
    multiple: true,
    value: 'GLOB',
    help: 'each folder that matches is a mesh of its own, with what lies in none',
  },
  { group: 'Fixes', name: 'fix', type: 'boolean', help: 'mend what can be mended safely, and report the rest' },
  {
    group: 'Fixes',
    name: 'unsafe-fixes',
    type: 'boolean',
    help: 'with these: also fixes that may change what the mesh does',
  },
  {
    group: 'Fixes',
    name: 'fix-dry-run',
    type: 'boolean',
    help: 'as --fix, but write nothing (-f json has the new texts)',
  },
  {
    group: 'Fixes',
    name: 'diff',
    type: 'boolean',
    help: 'print what --fix would change, and write nothing; exit 1 if there is any',
  },
  {
    group: 'Output',
    name: 'format',
    short: 'f',
    type: 'string',
    multiple: true,
    value: 'NAME[=FILE]',
    help: "pretty (default on a terminal), stylish (elsewhere), unix, json, sarif, github, gitlab, junit, checkstyle, markdown or ESLint's",
  },
  {
    group: 'Output',
    name: 'output-file',
    short: 'o',
    type: 'string',
    value: 'FILE',
    help: 'write the report to a file',
  },
  {
    group: 'Output',
    name: 'since',
    type: 'string',
    value: 'REF',
    help: 'report only files that changed since a commit; all are still read',
  },
  { group: 'Output', name: 'quiet', type: 'boolean', help: 'report errors only' },
  {
    group: 'Output',
    name: 'stats',
    type: 'boolean',
    help: 'where the time went, on stderr; the YAML reader, fast or yaml',
  },
  {
    group: 'Output',
    name: 'reader',
    type: 'string',
    value: 'NAME',
    help: 'read YAML by "fast" (default) or by "yaml", the package alone; the findings are the same',
    beside: 'stats',
  },
  { group: 'Output', name: 'watch', type: 'boolean', help: 'lint again whenever a file changes' },
  { group: 'Output', name: 'color', type: 'boolean', help: 'colours always, or never' },
  { group: 'Output', name: 'no-color', type: 'boolean', help: 'no colour', beside: 'color' },
  {
    group: 'Exit code',
    name: 'failure-threshold',
    type: 'string',
    value: 'LEVEL',
    help: 'exit 1 from this level on: error (default), warning, info or none',
  },
  { group: 'Exit code', name: 'max-warnings', type: 'string', value: 'N', help: 'exit 1 also above N warnings' },
  { group: 'Other', name: 'help', short: 'h', type: 'boolean', help: 'this text; the version' },
  { group: 'Other', name: 'version', short: 'v', type: 'boolean', help: 'the version', beside: 'help' },
];

export interface Arguments {
  paths: string[];
  text(name: string): string | undefined;
  all(name: string): string[];
  has(name: string): boolean;
}

/** Throws a UsageError, with a suggestion where one is near, for a flag that doesn't exist or lacks its value. */
export function parseFlags(argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    FLAGS.map(({ name, short, type, multiple }) => [
      name,
      { type, ...(short ? { short } : {}), ...(multiple ? { multiple } : {}) },
    ]),
  );
  const { values, positionals } = parse(argv, options);
  const all = (name: string): string[] => {
    const value = values[name];
    const list = Array.isArray(value) ? value : [value];
    return list.filter((item) => typeof item === 'string');
  };
  return { paths: positionals, all, text: (name) => all(name)[0], has: (name) => values[name] === true };
}

type ParseOptions = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

function parse(argv: readonly string[], options: ParseOptions) {
  try {
    return parseArgs({ args: [...argv], options: options ?? {}, allowPositionals: true });
  } catch (error) {
    throw flagError(error, argv);
  }
}

function flagError(error: unknown, argv: readonly string[]): unknown {
  if (!(error instanceof TypeError) || !('code' in error)) return error;
  const named = /'(?:-\w, )?(--?[\w-]+)/.exec(error.message)?.[1] ?? argv.find((word) => word.startsWith('-')) ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = suggest(
      named.replace(/^-+/, ''),
      FLAGS.map((flag) => flag.name),
    );
    return new UsageError(
      `unknown option ${named}${near === undefined ? '; see mesh-lint --help' : `; did you mean --${near}?`}`,
    );
  }
  const flag = FLAGS.find(({ name }) => named === `--${name}`);
  if (flag?.type === 'boolean') return new UsageError(`option ${named} takes no value`);
  return new UsageError(`option ${named} needs a value: ${named} ${flag?.value ?? ''}`.trimEnd());
}
