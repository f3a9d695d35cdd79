import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { BaselineOptions, BaselineOutcome } from '../baseline/baseline.ts';
import { UsageError } from '../engine/errors.ts';
import { count } from '../text/plural.ts';
import type { Arguments } from './flags.ts';
import type { Io } from './main.ts';

const DEFAULT_FILE = 'mesh-lint-baseline.json';

/** What --baseline and --update-baseline ask for. Throws a UsageError for flags that don't go together. */
export function baselineOf(args: Arguments): { baseline: BaselineOptions } {
  const [file, ...more] = args.all('baseline');
  const update = args.has('update-baseline');
  if (more.length > 0) throw new UsageError('give --baseline once; there is one baseline to a run');
  if (update && (args.has('fix-dry-run') || args.has('diff')))
    throw new UsageError(
      '--update-baseline goes with --fix, not with --fix-dry-run or --diff: these leave files as they are',
    );
  return { baseline: { file: file || DEFAULT_FILE, update } };
}

/** Writes the file anew where an update changed it; says so, or that it holds more than there is. */
export function keepBaseline({ path, update, text, known, added, stale }: BaselineOutcome, io: Io): void {
  const name = relative(io.cwd(), path);
  const say = (words: string) => io.stderr.write(`mesh-lint: ${words}\n`);
  if (!update) {
    if (stale > 0)
      say(`${count(stale, 'finding')} in ${name} ${stale === 1 ? 'is' : 'are'} gone; --update-baseline takes them out`);
    return;
  }
  if (text === undefined) {
    say(`${name} is up to date: ${count(known, 'known finding')}`);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`cannot write ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  say(`wrote ${name}: ${count(known, 'known finding')} (${added} new, ${stale} gone); lint with --baseline ${name}`);
}
