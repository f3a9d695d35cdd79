import type { FileReport, Finding, Level, Report } from '../report.ts';
import { defuseCommands } from '../text/commands.ts';
import { oneLine } from '../text/display.ts';
import { createStyle } from '../text/style.ts';
import { atSources } from './at-sources.ts';
import { bySeverity } from './names.ts';
import { lineRange, linesOf, ownerText, repositoryPath } from './place.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { summary } from './summary.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Level, string>;

/** Workflow commands that annotate a pull request, errors first; the runner takes them from standard output. */
const reporter: Reporter = (report, options) =>
  annotations(report, options) + defuseCommands(summary(report, createStyle(false), options.width || 120));

export default reporter;

export function annotations(report: Report, options: ReporterOptions): string {
  const commands = atSources(report).files.flatMap((file) => {
    const lines = linesOf(file);
    return file.findings.map((finding) => ({
      finding,
      text: command(file, { ...finding, ...lineRange(finding, lines) }, report, options),
    }));
  });
  return bySeverity(commands, ({ finding }) => finding.level)
    .map(({ text }) => text)
    .join('');
}

/** One line for the runner, with its line end; nothing that the properties or the text hold ends it or begins another. */
export function workflowCommand(
  level: Level,
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[level]} ${written.join(',')}::${escapeMessage(text)}\n`;
}

function command(file: FileReport, finding: Finding, report: Report, options: ReporterOptions): string {
  const { line, column, endLine, endColumn } = finding;
  const properties = {
    // Standard input is no file that a place could be shown in.
    ...(!file.filePath.startsWith('<') && { file: repositoryPath(file.filePath, options) }),
    line,
    endLine,
    col: column,
    endColumn,
    title: finding.ruleId,
  };
  return workflowCommand(finding.level, properties, messageText(file, finding, report));
}

function messageText(file: FileReport, finding: Finding, report: Report): string {
  const url = report.ruleUrl?.(finding.ruleId);
  const about = [ownerText(file, finding), url].filter(Boolean).join(' · ');
  const help = finding.help === undefined ? '' : `Help: ${oneLine(finding.help)}`;
  return [oneLine(finding.message), help, about].filter(Boolean).join('\n');
}

/** As the runner decodes it: actions/toolkit, packages/core/src/command.ts. */
function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(oneLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
