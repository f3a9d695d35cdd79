import { AssertionError } from 'node:assert';
import { join, relative, resolve } from 'node:path';
import type { RuleSetting } from '../engine/select.ts';
import { lint } from '../lint.ts';
import type { Plugin } from '../plugins/plugin.ts';
import type { FileReport, Finding } from '../report.ts';
import type { ExpectedFinding, InvalidCase, TestCase } from './cases.ts';

/** The rule that is tested: its id, and the plugin that has it. */
export interface Tested {
  id: string;
  plugin: Plugin | string;
  /** Where a plugin's file is found from. */
  directory: string;
}

/** A folder that need not be there: the files of a case are given as texts. */
const FOLDER = resolve('/', 'case');
const OWN = 'manifest.yaml';
const READABLE = 'core/yaml-syntax';

/** Throws an AssertionError where the rule reports anything. */
export async function checkValid(tested: Tested, given: TestCase): Promise<void> {
  const findings = findingsIn(await lintCase(tested, given));
  if (findings.length > 0)
    fail('The case is valid, but the rule reports it.', findings.map(shown), [], 'reported', 'wanted');
}

/** Throws an AssertionError where the findings, or what fixes make of the manifest, are not those of the case. */
export async function checkInvalid(tested: Tested, given: InvalidCase): Promise<void> {
  const findings = findingsIn(await lintCase(tested, given));
  const { errors } = given;
  const count = typeof errors === 'number' ? errors : errors.length;
  if (count === 0) throw new Error('An invalid case expects errors; a case without any is a valid one.');
  if (findings.length !== count)
    fail(
      `The case expects ${count} finding${count === 1 ? '' : 's'}, the rule reports ${findings.length}.`,
      findings.map(shown),
      typeof errors === 'number' ? [] : errors.map(shownExpected),
      'reported',
      'wanted',
    );
  if (typeof errors !== 'number') {
    const wrong = findings.flatMap((finding, index) =>
      differences(finding, errors[index] ?? {}).map((line) => `finding ${index + 1}: ${line}`),
    );
    if (wrong.length > 0) fail(wrong.join('\n'), findings.map(shown), errors.map(shownExpected), 'reported', 'wanted');
  }
  if (given.output !== undefined) await checkOutput(tested, given, given.output);
}

async function checkOutput(tested: Tested, given: InvalidCase, output: string | null): Promise<void> {
  const files = await lintCase(tested, given, true);
  const own = files.find(({ filePath }) => filePath === join(FOLDER, OWN));
  const fixed = own?.fixed ? own.source : null;
  if (fixed === output) return;
  const text = (value: string | null) => (value === null ? ['(nothing is fixed)'] : value.split('\n'));
  fail('Fixes make another text of it.', text(fixed), text(output), 'fixed', 'wanted');
}

async function lintCase(tested: Tested, given: TestCase, fix = false): Promise<FileReport[]> {
  const { id, plugin, directory } = tested;
  const { options, istioVersion, namespace } = given;
  const texts: [string, string][] = [[OWN, given.yaml], ...Object.entries(given.files ?? {})];
  const setting: RuleSetting | undefined = options && [await levelOf(tested), { ...options }];
  const { report } = await lint({
    cwd: directory,
    paths: [],
    config: false,
    overlay: new Map(texts.map(([name, text]) => [join(FOLDER, name), text])),
    plugins: [plugin],
    only: [id, READABLE],
    ...(setting ? { rules: { [id]: setting } } : {}),
    ...(istioVersion === undefined ? {} : { istioVersion }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(fix ? { fix: 'unsafe' } : {}),
  });
  if (report.scope.documents === 0) throw new Error('There is no manifest in the case.');
  const broken = findingsIn(report.files).find(({ ruleId }) => ruleId === READABLE);
  if (broken) throw new Error(`The case's YAML cannot be read: ${broken.message} (${shown(broken)})`);
  return report.files;
}

/** The level that goes with options: the one that the rule has by itself. */
async function levelOf({ id, plugin, directory }: Tested) {
  const { withPlugins } = await import('../plugins/load.ts');
  const entry = (await withPlugins([], [plugin], directory)).find((each) => each.id === id);
  const { recommended = 'warning' } = entry?.presets ?? {};
  return typeof recommended === 'string' ? recommended : recommended[0];
}

interface Found extends Finding {
  file: string;
}

function findingsIn(files: readonly FileReport[]): Found[] {
  return files.flatMap(({ filePath, findings }) =>
    findings.map((finding) => ({ ...finding, file: relative(FOLDER, filePath) })),
  );
}

/** What of a finding is not as wanted, a line each. */
function differences(finding: Found, expected: ExpectedFinding): string[] {
  const wanted = { file: OWN, ...expected };
  return (Object.keys(wanted) as (keyof ExpectedFinding)[]).flatMap((name) => {
    const [found, want] = [finding[name], wanted[name]];
    if (want === undefined || (want instanceof RegExp ? want.test(String(found ?? '')) : found === want)) return [];
    return `${name} is ${JSON.stringify(found)}, wanted is ${want instanceof RegExp ? want : JSON.stringify(want)}`;
  });
}

function shown({ file, line, column, level, messageId, message }: Found): string {
  return `${file === OWN ? '' : `${file}:`}${line}:${column} ${level} ${messageId}: ${message}`;
}

function shownExpected(expected: ExpectedFinding): string {
  const { file, line = '*', column = '*', level, messageId, message } = expected;
  const words = [
    `${file === undefined ? '' : `${file}:`}${line}:${column}`,
    level,
    messageId && `${messageId}:`,
    message,
  ];
  return words.filter((word) => word !== undefined).join(' ');
}

function fail(what: string, actual: string[], expected: string[], found: string, wanted: string): never {
  const list = (lines: string[]) => lines.map((line) => `\n    ${line}`).join('') || ' nothing';
  const message = `${what}\n  ${found}:${list(actual)}\n  ${wanted}:${list(expected)}`;
  throw new AssertionError({
    message,
    actual: actual.join('\n'),
    expected: expected.join('\n'),
    operator: 'RuleTester',
  });
}
