import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { codeBlocks } from '../code-blocks.ts';
import { pythonTool } from '../python-tool.ts';
import { MENDED, WITH_MISTAKE } from './mistake.ts';
import { check, IDENTITY, run, step, tell, withoutNetwork } from './shell.ts';

const PRE_COMMIT = 'pre-commit==4.7.0';

/** The hook of a released tag in a new repository, by the real pre-commit, with no network from the installation on. */
export function hook(released: string, tag: string, work: string): void {
  step('the hook: installed from the release with no network, it refuses a commit with a mistake');
  const tool = pythonTool(PRE_COMMIT, 'pre-commit', work);
  if ('missing' in tool) tell(`not run: ${tool.missing}`);
  else commitTwice(tool.path, released, tag, work);
}

function commitTwice(preCommit: string, released: string, tag: string, work: string): void {
  const cwd = join(work, 'shop');
  mkdirSync(cwd);
  writeFileSync(join(cwd, '.pre-commit-config.yaml'), config(released, tag));
  const virtualService = join(cwd, 'reviews.yaml');
  writeFileSync(virtualService, WITH_MISTAKE);
  const env = { ...IDENTITY, PRE_COMMIT_HOME: join(work, 'pre-commit') };
  run(['git', 'init', '--quiet', '--initial-branch=main'], { cwd, env });
  run([preCommit, 'install'], { cwd, env });
  run(['git', 'add', '.'], { cwd, env });
  const commit = withoutNetwork(['git', 'commit', '--quiet', '-m', 'Routes'], work);
  const options = { cwd, env: { ...env, ...commit.env } };
  run(commit.words, { ...options, exit: 1, show: true, says: [/10:7 .*timeuot.*timeout/, 'core/unknown-field'] });
  writeFileSync(virtualService, MENDED);
  run(['git', 'add', '.'], { cwd, env });
  run(commit.words, { ...options, show: true, says: [/mesh-lint\.+Passed/] });
  const log = run(['git', 'log', '--format=%s'], { cwd, env });
  check(log === 'Routes\n', 'the commit is there once the mistake is mended');
  writeFileSync(virtualService, WITH_MISTAKE);
  const bin = join(work, 'bin');
  mkdirSync(bin);
  symlinkSync(join(released, 'bin', 'mesh-lint.js'), join(bin, 'mesh-lint'));
  run([preCommit, 'try-repo', released, 'mesh-lint-system', '--ref', tag, '--all-files'], {
    cwd,
    env: { ...env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    exit: 1,
    says: [/mesh-lint \(the one on PATH\)\.+Failed/, 'core/unknown-field'],
  });
}

/** The README's configuration, with the clone in place of the repository that it names. */
function config(released: string, tag: string): string {
  const text = codeBlocks(readFileSync(join(released, 'README.md'), 'utf8'), 'yaml').find((block) =>
    block.startsWith('repos:'),
  );
  if (text === undefined) throw new Error('the README shows no configuration of pre-commit');
  check(text.includes(`rev: ${tag}\n`), `the README's configuration of pre-commit names ${tag}`);
  return text.replace(/repo: .*/, `repo: ${released}`);
}
