import { resolve } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { realPath } from '../input/path.ts';
import type { Report } from '../report.ts';
import { FORMATS, REPORTERS } from '../reporters/index.ts';
import type { Reporter, ReporterOptions } from '../reporters/reporter.ts';
import { registry } from '../rules/registry.ts';
import { HOMEPAGE, rulePageUrl } from '../version.ts';
import type { MaxWarnings } from './eslint-formatter.ts';
import type { Arguments } from './flags.ts';
import type { Io } from './main.ts';
import { repositoryRoot } from './repository.ts';
import { rulePage } from './rule-page.ts';

/** GitHub takes summaries of 1 MiB for each step of a job. */
const JOB_SUMMARY = 1_000_000;
/** Results of one SARIF file that GitHub shows, and that it takes. */
const MOST_SHOWN = 5_000;
const MOST_TAKEN = 25_000;
/** Formats that list the rules, or say of a finding what its rule's metadata says. */
const DESCRIBING = new Set(['sarif', 'gitlab']);

const FOR_PEOPLE = new Set(['pretty', 'stylish', 'unix']);

export interface Output {
  format: string;
  /** As given; undefined for standard output. */
  file: string | undefined;
  color: boolean;
  /** A formatter of ESLint, loaded before anything is linted. */
  formatter?: (exceeded: MaxWarnings) => Reporter;
}

/** What is written where. Throws a UsageError before anything is linted for formats and files that can't be. */
export async function outputsOf(args: Arguments, io: Io): Promise<Output[]> {
  const terminal = io.stdout.isTTY === true;
  const file = args.text('output-file');
  if (file !== undefined && FORMATS.includes(file)) throw new UsageError(`-o names a file; did you mean -f ${file}?`);
  const given = args.all('format');
  const formats = given.length > 0 ? given : [terminal && file === undefined ? 'pretty' : 'stylish'];
  const outputs = formats.map((text): Output => {
    const [format = '', target] = text.split(/=(.*)/s);
    return { format, file: target ?? file, color: colorFor(args, io, target ?? file) };
  });
  if (outputs.filter((output) => output.file === undefined).length > 1) {
    throw new UsageError('only one format can go to standard output; give the others a file: -f sarif=mesh-lint.sarif');
  }
  const files = outputs.flatMap((output) => (output.file === undefined ? [] : [resolve(io.cwd(), output.file)]));
  const twice = files.find((path, index) => files.indexOf(path) !== index);
  if (twice !== undefined)
    throw new UsageError(
      `two formats would be written to ${twice}; give each a file of its own: -f sarif=mesh-lint.sarif`,
    );
  return Promise.all(outputs.map((output) => withFormatter(output, io)));
}

async function withFormatter(output: Output, io: Io): Promise<Output> {
  if (FORMATS.includes(output.format)) return output;
  const { eslintFormatter } = await import('./eslint-formatter.ts');
  return { ...output, formatter: await eslintFormatter(output.format, io.cwd()) };
}

/** Does a format ask for `report.rules`? */
export function describesRules(outputs: readonly Output[]): boolean {
  return outputs.some(({ format, formatter }) => formatter !== undefined || DESCRIBING.has(format));
}

/** Are colours wanted, and does the place where the text goes show them? */
export function colorFor(args: Arguments, io: Io, file: string | undefined): boolean {
  if (args.has('no-color')) return false;
  if (args.has('color')) return true;
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return file === undefined && io.stdout.isTTY === true && TERM !== 'dumb';
}

/** Writes the report in every format that was asked for: files first, nothing where one of the formats fails. */
export async function write(report: Report, outputs: readonly Output[], io: Io, exceeded?: MaxWarnings): Promise<void> {
  const safe = report.files.some(({ findings, suppressed }) => findings.length > 0 || suppressed !== undefined)
    ? (await import('../reporters/hide-secrets.ts')).hideSecrets(report)
    : report;
  const written = { ...safe, homepage: HOMEPAGE, rulePage: pageBody, ruleUrl: ruleUrls(report) };
  io.receive?.(written, optionsFor({ format: '', file: undefined, color: false }, io));
  const texts = [];
  for (const output of outputs) {
    const reporter = output.formatter?.(exceeded) ?? (await REPORTERS[output.format]?.())?.default;
    if (!reporter) continue;
    const text = await reporter(written, optionsFor(output, io));
    texts.push({
      file: output.file,
      text: obeyed(output, io) ? (await import('../text/commands.ts')).defuseCommands(text) : text,
    });
  }
  const files = texts.flatMap(({ file, text }) =>
    file === undefined ? [] : [{ path: resolve(io.cwd(), file), text }],
  );
  if (outputs.some(({ format }) => format === 'sarif')) warnOfMany(report, io);
  const failures = files.length > 0 ? (await import('./write-files.ts')).writeFiles(files) : [];
  for (const { file, text } of texts) if (file === undefined) io.stdout.write(text);
  if (failures.length > 0) throw new UsageError(failures.join('; '));
}

/** https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning */
function warnOfMany(report: Report, io: Io): void {
  const results = report.files.reduce((sum, { findings }) => sum + findings.length, 0);
  if (results <= MOST_SHOWN) return;
  const refused = results > MOST_TAKEN ? ' and takes no file of more than 25,000' : '';
  io.stderr.write(
    `mesh-lint: of ${results} results GitHub shows the gravest 5,000${refused}; --quiet leaves errors alone, and fewer paths make fewer\n`,
  );
}

/** Is this text for people read by a runner, which takes commands from it? Formats for programs have none in them. */
function obeyed({ format, file }: Output, { env }: Io): boolean {
  return file === undefined && FOR_PEOPLE.has(format) && Boolean(env.GITHUB_ACTIONS || env.TF_BUILD);
}

function optionsFor({ color, file }: Output, io: Io): ReporterOptions {
  const cwd = io.cwd();
  let root: string | undefined;
  return {
    cwd,
    color,
    hyperlinks: color && io.stdout.isTTY === true && file === undefined,
    width: io.stdout.columns ?? 100,
    // Looked for only by formats that ask.
    get root() {
      root ??= repositoryRoot(cwd);
      return root;
    },
    realPath,
    ...(file !== undefined && file === io.env.GITHUB_STEP_SUMMARY && { mostBytes: JOB_SUMMARY }),
  };
}

/** Rules of plugins have no page but the one that they name. */
function ruleUrls(report: Report): (ruleId: string) => string | undefined {
  const known = new Map<string, string>();
  return (ruleId) => {
    if (known.size === 0) {
      for (const { id } of registry) known.set(id, rulePageUrl(id));
      for (const { id, url } of report.rules) known.set(id, url);
    }
    return known.get(ruleId) || undefined;
  };
}

/** A rule's page without its title, which formats show by themselves. */
function pageBody(id: string): string | undefined {
  return rulePage(id)?.replace(/^# .*\n+/, '');
}
