// Checks the package as it would be published, exports and types of both module systems: npm run check:package
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const ROOT = join(import.meta.dirname, '..');

/** Resolution of exports came with TypeScript 4.7; what has none finds the main entry alone. */
const WITHOUT_EXPORTS = 'node10';

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-package-'));
  try {
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', work], { cwd: ROOT });
    const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const tarball = readFileSync(join(work, `mesh-lint-${version}.tgz`));
    const problems = [...(await exportProblems(tarball)), ...(await typeProblems(tarball))];
    problems.push(...useProblems(tarball, work));
    for (const problem of problems) process.stdout.write(`${problem}\n`);
    process.stdout.write(`package: ${problems.length} problems, ${Math.round(tarball.length / 1024)} KB packed\n`);
    process.exitCode = problems.length > 0 ? 1 : 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function exportProblems(tarball: Buffer): Promise<string[]> {
  const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball: data } });
  const problems = messages.filter(({ type }) => type !== 'suggestion');
  return problems.map((message) => `publint: ${formatMessage(message, pkg ?? {}, { color: false }) ?? message.code}`);
}

async function typeProblems(tarball: Buffer): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  if (!result.types) return ['attw: the package has no types'];
  return result.problems
    .filter((problem) => !('resolutionKind' in problem && problem.resolutionKind === WITHOUT_EXPORTS))
    .map((problem) => `attw: ${JSON.stringify(problem)}`);
}

/** Installs it, compiles the sample plugin against it and runs the plugin's tests under two runners. */
function useProblems(tarball: Buffer, work: string): string[] {
  const home = join(work, 'node_modules', 'mesh-lint');
  const sample = join(work, 'sample');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(work, 'package.tgz'), tarball);
  execFileSync('tar', ['-xzf', join(work, 'package.tgz'), '-C', home, '--strip-components=1']);
  cpSync(join(ROOT, 'test', 'plugins', 'sample'), sample, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', '@types'), join(work, 'node_modules', '@types'));
  const modules = join(ROOT, 'node_modules');
  const options = [
    '--module',
    'node16',
    '--target',
    'es2023',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--types',
    'node',
  ];
  return [
    failureOf(sample, join(modules, 'typescript', 'bin', 'tsc'), ...options, 'acme.mts', 'use.cts'),
    failureOf(sample, '--test', 'acme.test.mjs'),
    failureOf(sample, join(modules, 'vitest', 'vitest.mjs'), 'run', '--dir', sample),
  ].flatMap((failure) => failure ?? []);
}

/** What a failing command prints. */
function failureOf(cwd: string, ...args: string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return status === 0 ? undefined : `${args.join(' ')} fails:\n${stdout}${stderr}`;
}

void main();
