import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Bytes. */
const MOST_OUTPUT = 256 * 1024 * 1024;
const MILLISECONDS = 120_000;

/** What a program printed, or why it printed nothing. */
export type Output = { text: string } | { missing: true } | { problem: string };

/** What a program made of a folder. */
export interface Rendering {
  /** Absolute. */
  folder: string;
  /** Absolute: the file in it that says how. */
  from: string;
  /** The command, as a user would type it: `helm template`. */
  by: string;
  output: Output;
}

/** Runs a program without a shell. Never throws. */
export async function outputOf(program: string, args: readonly string[], cwd: string): Promise<Output> {
  try {
    const options = { cwd, maxBuffer: MOST_OUTPUT, timeout: MILLISECONDS, encoding: 'utf8' } as const;
    const { stdout } = await run(program, [...args], options);
    return { text: stdout };
  } catch (error) {
    if (!(error instanceof Error)) return { problem: String(error) };
    if ('code' in error && error.code === 'ENOENT') return { missing: true };
    if ('killed' in error && error.killed === true) return { problem: `it took more than ${MILLISECONDS / 1000} s` };
    const stderr = 'stderr' in error ? String(error.stderr) : '';
    return { problem: reasonIn(stderr) ?? error.message };
  }
}

/** The line that says what is wrong: programs of this kind begin it with `Error:`, below warnings. */
function reasonIn(stderr: string): string | undefined {
  const lines = stderr.split(/\r?\n/).map((line) => line.trim());
  const found = lines.find((line) => /^error:/i.test(line)) ?? lines.find(Boolean);
  return found?.replace(/^error:\s*/i, '');
}
