// What a new user does, from the clone to the pull request, with what is committed here: npm run e2e
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { action } from './end-to-end/action.ts';
import { hook } from './end-to-end/hook.ts';
import { MENDED, WITH_MISTAKE } from './end-to-end/mistake.ts';
import { check, IDENTITY, quote, run, step } from './end-to-end/shell.ts';
import { git } from './git.ts';
import { ROOT } from './rule-files.ts';

function main(): void {
  const began = Date.now();
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-e2e-'));
  try {
    const clone = freshClone(work);
    mended(clone, work);
    const tag = release(clone);
    hook(clone, tag, work);
    action(clone, tag, work);
    process.stdout.write(`\nall of it works (${Math.round((Date.now() - began) / 1000)} s)\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function freshClone(work: string): string {
  step("a fresh clone, and the README's first command");
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const first = /```\n(npm ci && npx mesh-lint [^\n]*)\n```/.exec(readme)?.[1];
  if (first === undefined) throw new Error('the README has no first command');
  run(['git', 'clone', '--quiet', '--no-hardlinks', ROOT, 'mesh-lint'], { cwd: work });
  const clone = join(work, 'mesh-lint');
  const printed = run(['sh', '-c', first], { cwd: clone, exit: 1, says: [/weights/, /✖ \d+ problems/] });
  quote(printed.trimEnd().split('\n').slice(-6).join('\n'));
  check(git(['status', '--porcelain'], { cwd: clone }) === '', 'the clone has no changes after it');
  return clone;
}

function mended(clone: string, work: string): void {
  step('a mistake: found, and mended with --fix');
  const path = join(work, 'reviews.yaml');
  writeFileSync(path, WITH_MISTAKE);
  const options = { cwd: clone, show: true };
  run(['npx', 'mesh-lint', path], { ...options, exit: 1, says: ['did you mean "timeout"?', '1 fixable with --fix'] });
  run(['npx', 'mesh-lint', '--fix', path], { ...options, says: ['no problems'] });
  check(readFileSync(path, 'utf8') === MENDED, 'the misspelt word is mended and nothing else is changed');
}

/** The release that this commit would be, made in the clone. */
function release(clone: string): string {
  step('a release: the tag that hooks and the Action point at');
  const { version } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'));
  const changelog = join(clone, 'CHANGELOG.md');
  writeFileSync(changelog, readFileSync(changelog, 'utf8').replace(/ \(unreleased\)/i, ' (2026-01-01)'));
  run(['git', 'commit', '--quiet', '--allow-empty', '-am', `Version ${version}`], { cwd: clone, env: IDENTITY });
  run(['npm', 'run', '--silent', 'release'], { cwd: clone, env: IDENTITY, show: true, says: [`made v${version}`] });
  check(git(['status', '--porcelain'], { cwd: clone }) === '', 'the working tree is as it was');
  return `v${version}`;
}

try {
  main();
} catch (error) {
  process.stderr.write(`\nnot as it should be: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
