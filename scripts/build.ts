// Makes dist: validators compiled from the vendored schemas, the command line and the library bundled, types.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type OutputAsset, type OutputChunk, rolldown } from 'rolldown';
import { compileValidators } from './compile-validators.ts';
import { ROOT, ruleIds } from './rule-files.ts';
import { thirdPartyNotices } from './third-party.ts';

const FINISHED = join(ROOT, 'dist');
/** Built beside it and moved at the end, so that nobody runs half a build. */
const DIST = `${FINISHED}.${process.pid}`;
const bundled = new Set<string>();

async function main(): Promise<void> {
  await compileValidators(join(ROOT, 'src', 'schemas', 'compiled'));
  await bundle({
    cli: 'src/cli/start.ts',
    action: 'src/action/main.ts',
    index: 'src/index.ts',
    testing: 'src/testing/index.ts',
  });
  for (const entry of ['index', 'testing']) writeFileSync(join(DIST, `${entry}.mjs`), moduleFacade(entry));
  writeFileSync(join(DIST, 'THIRD_PARTY_NOTICES.md'), thirdPartyNotices(bundled));
  for (const name of ['report.schema.json', 'config.schema.json']) {
    const schema = join(ROOT, 'docs', name);
    if (existsSync(schema)) copyFileSync(schema, join(DIST, name));
  }
  if (!process.argv.includes('--no-types')) types();
  rmSync(FINISHED, { recursive: true, force: true });
  renameSync(DIST, FINISHED);
  process.stdout.write(`dist: ${Math.round(sizeOf(FINISHED) / 1024)} KB\n`);
}

async function bundle(entries: Record<string, string>): Promise<void> {
  // Known only once the validators stand.
  const chunks = chunksOfModules();
  const groups = [{ name: (id: string) => chunkOf(id, chunks), debugName: 'rules by area' }];
  const build = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(ROOT, path)])),
    platform: 'node',
    cwd: ROOT,
    preserveEntrySignatures: 'allow-extension',
    resolve: {
      alias: {
        yaml: join(ROOT, 'node_modules', 'yaml', 'browser', 'dist', 'index.js'),
        '@eslint/eslintrc': join(ROOT, 'scripts', 'eslintrc-parts.mjs'),
      },
    },
    transform: { target: 'node20' },
    plugins: [
      { name: 'json', load: jsonText },
      { name: 'ascii', generateBundle: (_, output) => inAscii(Object.values(output)) },
    ],
  });
  const { output } = await build.write({
    dir: DIST,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    minify: true,
    codeSplitting: { includeDependenciesRecursively: false, groups },
  });
  await build.close();
  for (const file of output) if (file.type === 'chunk') for (const module of file.moduleIds) bundled.add(module);
}

/** V8 reads large data sooner from a text than from the code of an object. */
function jsonText(id: string): { code: string; moduleType: 'js' } | undefined {
  if (!/[\\/]vendored[\\/][^\\/]*\.json$/.test(id)) return undefined;
  const text = JSON.stringify(JSON.parse(readFileSync(id, 'utf8')));
  return { code: `export default JSON.parse(${JSON.stringify(text)});`, moduleType: 'js' };
}

/** One character beyond Latin-1 makes V8 keep a file's text at twice the size, and reading it takes longer. */
function inAscii(files: readonly (OutputAsset | OutputChunk)[]): void {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  for (const file of files) if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
}

/** ES modules get the same objects as CommonJS does: one copy of everything, on disk and in memory. */
function moduleFacade(entry: string): string {
  const names = Object.keys(createRequire(join(DIST, 'index.cjs'))(`./${entry}.cjs`));
  return `import api from './${entry}.cjs';\nexport const { ${names.sort().join(', ')} } = api;\n`;
}

/** Where the modules begin that `mesh-lint PATH` needs, found clean; a terminal and findings need more. */
const EVERY_RUN = [
  'lint.ts',
  'schemas/cel/runtime.ts',
  'cli/main.ts',
  'cli/commands/lint.ts',
  'reporters/stylish.ts',
  'reporters/summary.ts',
];
const INSTALLS = join(ROOT, 'src', 'mesh', 'install', 'find.ts').replaceAll('\\', '/');

/** The chunk of each module that the core or rules need, found clean. */
function chunksOfModules(): ReadonlyMap<string, string> {
  const core = reachedFrom(...EVERY_RUN.map((path) => join(ROOT, 'src', path)));
  const needing = new Map<string, Set<string>>();
  for (const id of ruleIds()) {
    const reached = reachedFrom(join(ROOT, 'src', 'rules', `${id}.ts`));
    const name = `rules-${id.slice(0, id.indexOf('/'))}${reached.has(INSTALLS) ? '-installs' : ''}`;
    for (const path of reached) needing.set(path, (needing.get(path) ?? new Set()).add(name));
  }
  const chunks = new Map([...needing].map(([path, names]) => [path, chunkOfNeeded([...names])]));
  const sizes = new Map<string, number>();
  for (const [path, chunk] of chunks) sizes.set(chunk, (sizes.get(chunk) ?? 0) + statSync(path).size);
  const joined = (chunk: string) => ((sizes.get(chunk) ?? 0) < SMALL ? joiningOf(chunk) : chunk);
  for (const [path, chunk] of chunks) chunks.set(path, joined(chunk));
  for (const path of core) chunks.set(path, 'core');
  return chunks;
}

/**
 * Each file costs a read, so what is loaded together is one chunk: the core, the rules of an area with what only they
 * need, what a few of these share, what many do and the rules of core, which every run has. The rules that look at what is
 * installed are apart. What only some findings ask for is left to import().
 */
function chunkOfNeeded(needing: readonly string[]): string {
  const [first = '', ...others] = needing;
  if (others.length === 0) return first;
  const [area, ...areas] = needing.filter((name) => !name.endsWith('-installs'));
  if (area === undefined) return 'installs';
  return areas.length < FEW && area !== ALWAYS ? area.replace('rules', 'shared') : ALWAYS;
}

/** What so few areas need is no part of what many share. */
const FEW = 2;
const ALWAYS = 'rules-core';

/** Bytes of source: reading so little of what another chunk needs takes no longer than reading a file more. */
const SMALL = 8000;

/** What is loaded anyway where a chunk is. */
function joiningOf(chunk: string): string {
  if (chunk.startsWith('shared-')) return ALWAYS;
  return chunk.endsWith('-installs') ? 'installs' : chunk;
}

/** What `mesh-lint --version` takes. */
const VERSION = /\/src\/version\.ts$|\/src\/cli\/standard-output\.ts$|\/package\.json$|rolldown\/runtime/;

function chunkOf(id: string, chunks: ReadonlyMap<string, string>): string | null {
  const path = id.replaceAll('\\', '/');
  if (VERSION.test(path)) return 'version';
  if (path.includes('/node_modules/yaml/') || path.endsWith('/src/yaml/parse.ts')) return 'yaml';
  if (chunks.get(path) === 'core') return 'core';
  if (path.endsWith('/src/schemas/cel/texts.ts')) return ALWAYS;
  if (/\/src\/schemas\/(?:mesh\/|vendored\/mesh\.json)/.test(path)) return 'mesh-schemas';
  if (/\/src\/schemas\/(?:envoy\/|vendored\/envoy\.json)/.test(path)) return 'envoy';
  return chunks.get(path) ?? null;
}

/** The modules that some modules import, and what those import, but for what is loaded later by import(). */
function reachedFrom(...entries: string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = path.replaceAll('\\', '/');
    if (reached.has(name)) continue;
    reached.add(name);
    const imports = readFileSync(path, 'utf8').matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '(\.[^']*)';/gm);
    for (const [, target] of imports) if (target) waiting.push(join(dirname(path), target));
  }
  return reached;
}

function types(): void {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = [
    '--noEmit',
    'false',
    '--declaration',
    '--emitDeclarationOnly',
    '--rewriteRelativeImportExtensions',
    '--outDir',
    join(DIST, 'types'),
  ];
  execFileSync(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), ...flags], { stdio: 'inherit' });
  // As the facades do: ES modules get the types of the CommonJS files.
  for (const entry of ['index', 'testing/index'])
    writeFileSync(join(DIST, 'types', `${entry}.d.mts`), "export * from './index.js';\n");
}

function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

void main().catch((error) => {
  rmSync(DIST, { recursive: true, force: true });
  process.stderr.write(`build failed: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = 1;
});
