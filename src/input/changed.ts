import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { realPath } from './path.ts';

const run = promisify(execFile);
/** Bytes. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * The files that differ from where the branch left a commit, new ones that git doesn't know yet among them: absolute, without
 * links. Where git can't tell: why, and what to do about it.
 */
export async function changedSince(ref: string, cwd: string): Promise<{ files: Set<string> } | { problem: string }> {
  const top = await git(['rev-parse', '--show-toplevel'], cwd);
  if ('code' in top) return { problem: whyNoCheckout(top) };
  const root = realPath(top.text.trimEnd());
  const commit = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], root);
  if ('code' in commit)
    return { problem: `git knows no commit "${ref}" here; fetch it first (a shallow clone needs fetch-depth: 0)` };
  const base = await git(['merge-base', commit.text.trim(), 'HEAD'], root);
  if ('code' in base)
    return { problem: `"${ref}" and this branch have no commit in common here (a shallow clone needs fetch-depth: 0)` };
  const lists = await Promise.all([
    git(['diff', '--name-only', '--no-renames', '-z', base.text.trim(), '--'], root),
    git(['ls-files', '--others', '--exclude-standard', '-z'], root),
  ]);
  const names = lists.flatMap((list) => ('text' in list ? list.text.split('\0').filter(Boolean) : []));
  return { files: new Set(names.map((name) => realPath(join(root, name)))) };
}

function whyNoCheckout({ code, stderr }: Failure): string {
  if (code === 'ENOENT') return 'git is not on PATH';
  if (stderr.includes('dubious ownership'))
    return 'git refuses the checkout of another user; allow it: git config --global --add safe.directory "$PWD"';
  return 'this folder lies in no git checkout';
}

interface Failure {
  code: unknown;
  stderr: string;
}

async function git(args: readonly string[], cwd: string): Promise<{ text: string } | Failure> {
  try {
    const { stdout } = await run('git', [...args], { cwd, maxBuffer: MOST_OUTPUT, encoding: 'utf8' });
    return { text: stdout };
  } catch (error) {
    const { code, stderr } = { code: undefined, stderr: '', ...(error instanceof Error ? error : {}) };
    return { code, stderr: String(stderr) };
  }
}
