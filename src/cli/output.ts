import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { didYouMean } from '../engine/select.ts';
import type { Report } from '../report.ts';
import { REPORTERS } from '../reporters/index.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';
import { HOMEPAGE } from '../version.ts';
import type { Arguments } from './flags.ts';
import type { Io } from './main.ts';
import { repositoryRoot } from './repository.ts';
import { rulePage } from './rule-page.ts';

export interface Output {
  format: string;
  /** As given; undefined for standard output. */
  file: string | undefined;
  color: boolean;
}

/** What is written where. Throws a UsageError before anything is linted for formats and files that can't be. */
export function outputsOf(args: Arguments, io: Io): Output[] {
  const terminal = io.stdout.isTTY === true;
  const file = args.text('output-file');
  if (file !== undefined && Object.hasOwn(REPORTERS, file))
    throw new UsageError(`-o names a file; did you mean -f ${file}?`);
  const given = args.all('format');
  const formats = given.length > 0 ? given : [terminal && file === undefined ? 'pretty' : 'stylish'];
  const outputs = formats.map((text) => {
    const [format = '', target] = text.split(/=(.*)/s);
    if (!Object.hasOwn(REPORTERS, format)) {
      const names = Object.keys(REPORTERS);
      throw new UsageError(`unknown format "${format}"${didYouMean(format, names, `there are ${names.join(', ')}`)}`);
    }
    return { format, file: target ?? file, color: colorFor(args, io, target ?? file) };
  });
  if (outputs.filter((output) => output.file === undefined).length > 1) {
    throw new UsageError('only one format can go to standard output; give the others a file: -f sarif=mesh-lint.sarif');
  }
  return outputs;
}

function colorFor(args: Arguments, io: Io, file: string | undefined): boolean {
  if (args.has('no-color')) return false;
  if (args.has('color')) return true;
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return file === undefined && io.stdout.isTTY === true && TERM !== 'dumb';
}

/** Writes the report in every format that was asked for. */
export async function write(report: Report, outputs: readonly Output[], io: Io): Promise<void> {
  const cwd = io.cwd();
  for (const output of outputs) {
    const load = REPORTERS[output.format];
    if (!load) continue;
    const options: ReporterOptions = {
      cwd,
      color: output.color,
      hyperlinks: output.color && io.stdout.isTTY === true && output.file === undefined,
      width: io.stdout.columns ?? 100,
      root: output.format === 'sarif' ? repositoryRoot(cwd) : cwd,
    };
    const text = await (await load()).default({ ...report, homepage: HOMEPAGE, rulePage: pageBody }, options);
    if (output.file === undefined) io.stdout.write(text);
    else writeTo(resolve(cwd, output.file), text);
  }
}

/** A rule's page without its title, which formats show by themselves. */
function pageBody(id: string): string | undefined {
  return rulePage(id)?.replace(/^# .*\n+/, '');
}

function writeTo(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
