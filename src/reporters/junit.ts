import { extname } from 'node:path';
import { countLevels, type FileReport, type Finding } from '../report.ts';
import { displayPath } from './names.ts';
import { ownerText } from './place.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { xmlAttributes, xmlText } from './xml.ts';

/**
 * JUnit's XML: a suite for each file and a test case for each finding. Errors fail, what could not be read is in error;
 * warnings and infos are skipped tests, since they do not fail a run.
 */
const reporter: Reporter = (report, options) => {
  const suites = report.files.map((file) => suite(file, options));
  const total = counts(report.files.flatMap(({ findings }) => (findings.length > 0 ? findings : [undefined])));
  const head = `<testsuites${xmlAttributes({ name: 'mesh-lint', ...total, time: 0 })}>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${head}\n${suites.join('')}</testsuites>\n`;
};

export default reporter;

function suite(file: FileReport, options: ReporterOptions): string {
  const path = displayPath(file.filePath, options.cwd);
  const extension = extname(path);
  const classname = extension ? path.slice(0, -extension.length) : path;
  const names = new Map<string, number>();
  const cases = file.findings.map((finding) => {
    const name = `${finding.ruleId} ${finding.line}:${finding.column}`;
    const seen = (names.get(name) ?? 0) + 1;
    names.set(name, seen);
    const attributes = { name: seen > 1 ? `${name} (${seen})` : name, classname, file: path, time: 0 };
    return `    <testcase${xmlAttributes(attributes)}>${outcome(file, finding, path)}</testcase>\n`;
  });
  if (cases.length === 0)
    cases.push(`    <testcase${xmlAttributes({ name: 'no problems', classname, file: path, time: 0 })}/>\n`);
  const total = counts(file.findings.length > 0 ? file.findings : [undefined]);
  return `  <testsuite${xmlAttributes({ name: path, ...total, time: 0 })}>\n${cases.join('')}  </testsuite>\n`;
}

function outcome(file: FileReport, finding: Finding, path: string): string {
  const { level, message, help, line, column } = finding;
  if (level !== 'error') return `<skipped${xmlAttributes({ message: `${level}: ${message}` })}/>`;
  const element = finding.fatal ? 'error' : 'failure';
  const owner = ownerText(file, finding);
  const place = `${path}:${line}:${column}${owner && ` ${owner}`}`;
  const text = `${place}: ${message}${help === undefined ? '' : ` (${help})`}`;
  return `<${element}${xmlAttributes({ type: level, message })}>${xmlText(text)}</${element}>`;
}

/** One test for each finding, and one that passes (undefined) for each file without. */
function counts(findings: readonly (Finding | undefined)[]) {
  const known = findings.filter((finding) => finding !== undefined);
  const { error, warning, info } = countLevels({ files: [{ filePath: '', source: '', findings: known }] });
  const errors = known.filter((finding) => finding.level === 'error' && finding.fatal).length;
  return { tests: findings.length, failures: error - errors, errors, skipped: warning + info };
}
