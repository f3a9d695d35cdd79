import { UsageError } from '../engine/errors.ts';
import type { LintOptions } from '../lint.ts';
import type { Report } from '../report.ts';
import { count } from '../text/plural.ts';
import type { Arguments } from './flags.ts';
import type { Io } from './main.ts';
import type { Output } from './output.ts';

/** What the flags about fixes ask for. */
export interface Fixing {
  mode: 'none' | 'write' | 'dry-run' | 'diff';
  options: Pick<LintOptions, 'fix' | 'fixOnly'>;
  /** Where the report goes: a diff takes the place of the one on standard output. */
  outputs: Output[];
}

/** Throws a UsageError for flags that don't go together. */
export function fixingOf(args: Arguments, outputs: Output[], io: Io): Fixing {
  const mode = args.has('diff') ? 'diff' : args.has('fix-dry-run') ? 'dry-run' : args.has('fix') ? 'write' : 'none';
  if (mode === 'none') {
    io.stderr.write('mesh-lint: --unsafe-fixes by itself fixes nothing; it goes with --fix, --fix-dry-run or --diff\n');
    return { mode, options: {}, outputs };
  }
  if (args.has('fix') && args.has('fix-dry-run'))
    throw new UsageError('--fix writes files and --fix-dry-run does not; give one of them');
  if (mode === 'write' && args.paths.includes('-')) {
    throw new UsageError(
      '--fix cannot write to standard input; use --diff, or --fix-dry-run -f json, whose "output" is the new text',
    );
  }
  return { mode, options: optionsOf(args), outputs: mode === 'diff' ? besideDiff(args, outputs) : outputs };
}

function optionsOf(args: Arguments): Fixing['options'] {
  return {
    fix: args.has('unsafe-fixes') ? 'unsafe' : true,
    // What is not shown is not fixed.
    ...(args.has('quiet') ? { fixOnly: (finding) => finding.level === 'error' } : {}),
  };
}

function besideDiff(args: Arguments, outputs: Output[]): Output[] {
  const toFiles = outputs.filter((output) => output.file !== undefined);
  if (args.all('format').length > 0 && toFiles.length < outputs.length)
    throw new UsageError('--diff is what standard output holds; give the report a file: -f json=report.json');
  return toFiles;
}

/** Writes what was fixed, or shows it. The exit code where it does not depend on the findings that are left. */
export async function carryOut({ mode }: Fixing, report: Report, io: Io): Promise<0 | 1 | undefined> {
  if (mode === 'none') return undefined;
  if (mode === 'write') (await import('../fix/write.ts')).writeFixes(report);
  if (mode === 'diff')
    io.stdout.write((await import('../fix/diff.ts')).diffOf(report, io.cwd(), io.stdout.isTTY === true));
  io.stderr.write(`${outcome(mode, report)}\n`);
  if (mode !== 'diff') return undefined;
  return report.files.some((file) => file.fixed) ? 1 : 0;
}

function outcome(mode: 'write' | 'dry-run' | 'diff', { files }: Report): string {
  const fixed = files.filter((file) => file.fixed);
  const problems = fixed.reduce((sum, file) => sum + (file.fixed?.count ?? 0), 0);
  if (problems === 0) return 'nothing to fix';
  const what = `${count(problems, 'problem')} in ${count(fixed.length, 'file')}`;
  return mode === 'write' ? `fixed ${what}` : `would fix ${what}; nothing was written`;
}
