import { execFileSync } from 'node:child_process';

export interface GitOptions {
  cwd: string;
  input?: string;
  env?: Record<string, string>;
}

/** What git prints, without its last line end. Throws with git's own words where it fails. */
export function git(args: readonly string[], { cwd, input, env }: GitOptions): string {
  try {
    const text = execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
      env: { ...process.env, ...env },
    });
    return text.replace(/\n$/, '');
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`git ${args[0]} failed${said ? `: ${said}` : ''}`);
  }
}
