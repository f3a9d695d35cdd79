// Makes dist: validators compiled from the vendored schemas, the command line and the library bundled, types.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { compileValidators } from './compile-validators.ts';
import { ROOT } from './rule-files.ts';
import { thirdPartyNotices } from './third-party.ts';

const DIST = join(ROOT, 'dist');
const bundled = new Set<string>();

async function main(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  await compileValidators(join(ROOT, 'src', 'schemas', 'compiled'));
  await bundle({ cli: 'src/cli/start.ts', index: 'src/index.ts' }, 'cjs');
  await bundle({ index: 'src/index.ts' }, 'mjs');
  writeFileSync(join(DIST, 'THIRD_PARTY_NOTICES.md'), thirdPartyNotices(bundled));
  const schema = join(ROOT, 'docs', 'report.schema.json');
  if (existsSync(schema)) copyFileSync(schema, join(DIST, 'report.schema.json'));
  if (!process.argv.includes('--no-types')) types();
  process.stdout.write(`dist: ${Math.round(sizeOf(DIST) / 1024)} KB\n`);
}

async function bundle(entries: Record<string, string>, extension: 'cjs' | 'mjs'): Promise<void> {
  const build = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(ROOT, path)])),
    platform: 'node',
    cwd: ROOT,
    transform: { target: 'node20' },
  });
  const { output } = await build.write({
    dir: DIST,
    format: extension === 'cjs' ? 'cjs' : 'esm',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name]-[hash].${extension}`,
    minify: true,
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf, debugName: 'rules by area' }] },
  });
  await build.close();
  for (const file of output) if (file.type === 'chunk') for (const module of file.moduleIds) bundled.add(module);
}

/**
 * Rules of one area are one chunk: a run needs few areas, and each file costs a read. What they share is the core, so
 * that no chunk needs another area's.
 */
function chunkOf(id: string): string | null {
  const path = id.replaceAll('\\', '/');
  const area = /\/src\/rules\/([\w-]+)\//.exec(path)?.[1];
  if (area) return `rules-${area}`;
  const loadedLazily = /\/src\/schemas\/compiled\/(?!sets|index)|\/src\/engine\/describe/.test(path);
  const core =
    /\/src\/(?:engine|input|mesh|schemas|text|values|yaml)\/|\/src\/(?:lint|report)\.ts|\/node_modules\/yaml\//.test(
      path,
    );
  return core && !loadedLazily ? 'core' : null;
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
}

function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

void main().catch((error) => {
  process.stderr.write(`build failed: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = 1;
});
