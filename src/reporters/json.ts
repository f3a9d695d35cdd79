import type { FileReport, Finding } from '../report.ts';
import { toJson } from '../text/json.ts';
import { hasSecret } from '../text/secrets.ts';
import type { Reporter } from './reporter.ts';

/** ESLint's LintResult for every file that was read, a line each: docs/report.schema.json. */
const reporter: Reporter = (report) => {
  let out = '[';
  for (const [index, file] of report.files.entries()) out += `${index > 0 ? ',\n' : ''}${toJson(lintResult(file))}`;
  return `${out}]\n`;
};

export default reporter;

/** A file's findings in the shape that ESLint formatters take. */
export function lintResult(file: FileReport) {
  const count = (test: (finding: Finding) => boolean) =>
    file.findings.reduce((sum, finding) => sum + (test(finding) ? 1 : 0), 0);
  return {
    filePath: file.filePath,
    messages: file.findings.map(lintMessage),
    suppressedMessages: (file.suppressed ?? []).map((finding) => ({
      ...lintMessage(finding),
      suppressions: finding.suppressions,
    })),
    errorCount: count((finding) => finding.level === 'error'),
    fatalErrorCount: count((finding) => finding.fatal === true),
    warningCount: count((finding) => finding.level !== 'error'),
    infoCount: count((finding) => finding.level === 'info'),
    output: file.fixed && !hasSecret(file.source) ? file.source : undefined,
    fixableErrorCount: count((finding) => finding.level === 'error' && finding.fix !== undefined),
    fixableWarningCount: count((finding) => finding.level !== 'error' && finding.fix !== undefined),
  };
}

/** Properties that are undefined do not reach the JSON. */
function lintMessage(finding: Finding) {
  return {
    ruleId: finding.ruleId,
    messageId: finding.messageId,
    severity: finding.level === 'error' ? 2 : 1,
    level: finding.level,
    message: finding.message,
    help: finding.help,
    fatal: finding.fatal,
    line: finding.line,
    column: finding.column,
    endLine: finding.endLine,
    endColumn: finding.endColumn,
    documentIndex: finding.documentIndex,
    pointer: finding.pointer,
    embeddedPointer: finding.embeddedPointer,
    resource: finding.resource,
    template: finding.template,
    codes: finding.codes,
    related: finding.related.map(({ filePath, line, column, message }) => ({ filePath, line, column, message })),
    fix: finding.fix,
    unsafeFix: finding.unsafeFix,
    suggestions: finding.suggestions,
  };
}
