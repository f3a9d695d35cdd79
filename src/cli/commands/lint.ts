import { Configured } from '../../configured.ts';
import { UsageError } from '../../engine/errors.ts';
import type { Observer } from '../../engine/observer.ts';
import type { RegistryEntry } from '../../engine/registry.ts';
import { findFiles } from '../../input/find.ts';
import { readStdin } from '../../input/read.ts';
import { lint } from '../../lint.ts';
import type { Report } from '../../report.ts';
import { configOf } from '../config-flags.ts';
import { exceededWarnings, exitCode, exitRules } from '../exit-code.ts';
import type { Arguments } from '../flags.ts';
import { lintOptions } from '../lint-options.ts';
import type { Io } from '../main.ts';
import { describesRules, outputsOf, write } from '../output.ts';
import { ProgressLine } from '../progress.ts';
import { V8Tuning } from '../v8-tuning.ts';

const FIX_FLAGS = ['fix', 'unsafe-fixes', 'fix-dry-run', 'diff'];

/** `mesh-lint [path…]`: find, lint, report. */
export async function lintCommand(args: Arguments, io: Io, registry?: readonly RegistryEntry[]): Promise<0 | 1 | 2> {
  if (!args.has('watch')) return lintOnce(args, io, registry);
  const { watchAndRun } = await import('../watch.ts');
  return watchAndRun(args, io, () => lintOnce(args, io, registry));
}

async function lintOnce(args: Arguments, io: Io, registry?: readonly RegistryEntry[]): Promise<0 | 1 | 2> {
  const wanted = await outputsOf(args, io);
  const exit = exitRules(args.text('failure-threshold'), args.text('max-warnings'));
  const stdinName = args.text('stdin-filename') ?? '<stdin>';
  const fromStdin = args.paths.includes('-');
  const named = args.paths.filter((path) => path !== '-');
  const paths = named.length > 0 || fromStdin ? named : ['.'];
  const fixing = FIX_FLAGS.some(args.has) ? (await import('../fixing.ts')).fixingOf(args, wanted, io) : undefined;
  const outputs = fixing?.outputs ?? wanted;
  if (args.has('list-files')) return listFiles(paths, args, io);
  const printed = args.text('print-config');
  if (printed !== undefined) return (await import('./print-config.ts')).printConfig(printed, args, io, registry);
  const overlay = fromStdin ? new Map([[stdinName, await textOf(io.stdin)]]) : undefined;
  const known =
    args.text('baseline') !== undefined || args.has('update-baseline') ? await import('../baseline.ts') : undefined;
  const line = new ProgressLine(() => io.stderr);
  const stats = args.has('stats') ? new (await import('../../engine/observer.ts')).Stats() : undefined;
  const tuning = new V8Tuning();
  if (io.keeping) io.keeping.loadWith = tuning.withUsual;
  const progress: Observer['progress'] = (stage, done, total) => {
    tuning.progress(stage, done, total);
    if (stage === 'checking' && done === 0) io.keeping?.checking(total);
    line.progress(stage, done, total);
  };
  const { report, unmatched, notes, baseline } = await lint({
    ...(await lintOptions(args, io.cwd())),
    paths,
    describeRules: describesRules(outputs),
    ...(overlay ? { overlay } : {}),
    ...known?.baselineOf(args),
    ...fixing?.options,
    observer: { progress, ...(stats ? { stats } : {}) },
    ...(registry ? { registry } : {}),
  }).finally(() => tuning.end());
  line.clear();
  if (!args.has('no-error-on-unmatched-pattern')) refuseUnmatched(unmatched, report);
  for (const note of notes) io.stderr.write(`mesh-lint: ${note}\n`);
  const decided = fixing && (await (await import('../fixing.ts')).carryOut(fixing, report, io));
  if (baseline) known?.keepBaseline(baseline, io);
  const code = decided ?? exitCode(report, exit);
  await write(args.has('quiet') ? errorsOnly(report) : report, outputs, io, exceededWarnings(report, exit));
  if (stats) {
    stats.done('reporting');
    io.stderr.write((await import('../stats.ts')).statsText(stats));
  }
  return code;
}

async function textOf(stdin: NodeJS.ReadableStream): Promise<string> {
  const read = await readStdin(stdin);
  if ('text' in read) return read.text;
  throw new UsageError(`standard input cannot be read: ${read.message}; what is piped in must be UTF-8 text`);
}

async function listFiles(paths: string[], args: Arguments, io: Io): Promise<0> {
  const cwd = io.cwd();
  const { find } = await Configured.by({ cwd, paths, ...configOf(args) });
  const found = await findFiles(paths, {
    ...find,
    cwd,
    ignorePatterns: args.all('ignore-pattern'),
    ignore: !args.has('no-ignore'),
  });
  io.stdout.write(found.files.map((file) => `${file}\n`).join(''));
  return 0;
}

function refuseUnmatched(unmatched: readonly string[], report: Report): void {
  const hint = 'mesh-lint reads .yaml, .yml and .json files below the folders it is given';
  if (unmatched.length > 0)
    throw new UsageError(`no file matches ${unmatched.map((path) => `"${path}"`).join(', ')}; ${hint}`);
  if (report.files.length === 0) throw new UsageError(`nothing to lint here; ${hint} (--list-files shows which)`);
}

function errorsOnly(report: Report): Report {
  const files = report.files.map((file) => ({
    ...file,
    findings: file.findings.filter((finding) => finding.level === 'error'),
  }));
  return { ...report, files };
}
