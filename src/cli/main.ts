import type { Report } from '../report.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';
import { VERSION } from '../version.ts';
import type { Keeping } from './compiled.ts';
import { failureText } from './failure.ts';
import { type Arguments, parseFlags } from './flags.ts';
import { type Output, standardOutput } from './standard-output.ts';

/** The parts of a process that a run touches, so that tests can bring their own. */
export interface Io {
  stdin: NodeJS.ReadableStream;
  stdout: Output;
  stderr: Output;
  env: Record<string, string | undefined>;
  cwd(): string;
  /** Takes the report, as formats get it, for what is said of it elsewhere. */
  receive?(report: Report, options: ReporterOptions): void;
  /** What keeps compiled code from run to run, if anything does. */
  keeping?: Keeping;
}

/** Runs and leaves the exit code: 0 clean, 1 findings, 2 the run failed. */
export async function main(
  argv: readonly string[],
  process: NodeJS.Process,
  keeping: Keeping | undefined,
): Promise<void> {
  let usesStreams = false;
  const terminal = (name: 'stdout' | 'stderr') => () => {
    usesStreams = true;
    process[name].on('error', ignoreClosedPipe);
    return process[name];
  };
  let stderr: Output | undefined;
  process.exitCode = await run(argv, {
    stdout: standardOutput(1, terminal('stdout')),
    get stdin() {
      return process.stdin;
    },
    get stderr() {
      stderr ??= standardOutput(2, terminal('stderr'));
      return stderr;
    },
    env: process.env,
    cwd: process.cwd,
    ...(keeping ? { keeping } : {}),
  });
  // All is written, and taking down what a run has built costs as much as a tenth of a short one.
  if (!usesStreams) process.exit();
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** One run of the command line, from its words to its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const args = parseFlags(argv);
    return await command(args, io);
  } catch (error) {
    io.stderr.write(failureText(error));
    return 2;
  }
}

async function command(args: Arguments, io: Io): Promise<0 | 1 | 2> {
  if (args.has('help')) {
    io.stdout.write((await import('./help.ts')).helpText());
    return 0;
  }
  if (args.has('version')) {
    io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const [verb, ...rest] = args.paths;
  if (verb === 'rules') return (await import('./commands/rules.ts')).listRules(rest, args, io);
  if (verb === 'explain') return (await import('./commands/explain.ts')).explain(rest, args, io);
  if (verb === 'init') return (await import('./commands/init.ts')).init(rest, io);
  if (verb === 'completion') return (await import('./commands/completion.ts')).completion(rest, io);
  return (await import('./commands/lint.ts')).lintCommand(args, io);
}
