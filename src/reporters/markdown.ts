import type { Report } from '../report.ts';
import { createStyle } from '../text/style.ts';
import { type Entry, foldFindings } from './fold.ts';
import { markdownCode, markdownLink, markdownText } from './markdown-text.ts';
import { bySeverity } from './names.ts';
import { ownerText, repositoryPath } from './place.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { LEVEL_MARKS, summary } from './summary.ts';

/** Further rows are folded. */
const ROWS_SHOWN = 20;
const MORE_PLACES = 10;
/** GitHub takes comments of 65,536 characters. */
const COMMENT = 65_000;
/** What headline and closing lines may take. */
const FRAME = 2_000;

/** A table for the comment on a pull request or the summary of a job, errors first, of bounded size. */
const reporter: Reporter = (report, options) => {
  const [headline = '', ...closing] = summary(report, createStyle(false), 0).trimEnd().split('\n');
  const blocks = [`### mesh-lint: ${markdownText(headline)}`];
  const entries = bySeverity(foldFindings(report), ({ finding }) => finding.level);
  const rows = fitting(entries, (options.mostBytes ?? COMMENT) - FRAME, (entry) => row(entry, report, options));
  if (rows.length > 0) blocks.push(table(rows.slice(0, ROWS_SHOWN)));
  if (rows.length > ROWS_SHOWN) {
    const folded = table(rows.slice(ROWS_SHOWN));
    blocks.push(`<details><summary>${rows.length - ROWS_SHOWN} more</summary>\n\n${folded}\n\n</details>`);
  }
  const left = entries.length - rows.length;
  if (left > 0)
    blocks.push(`**${left} more did not fit here**; the formats json and sarif, and the command line, show all.`);
  if (closing.length > 0) blocks.push(closing.map((line) => `- ${markdownText(line.trim())}`).join('\n'));
  return `${blocks.join('\n\n')}\n`;
};

export default reporter;

function fitting(entries: readonly Entry[], most: number, write: (entry: Entry) => string): string[] {
  const rows: string[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const text = write(entry);
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > most) break;
    rows.push(text);
  }
  return rows;
}

function table(rows: readonly string[]): string {
  return ['| Level | Place | Problem | Rule |', '|:--|:--|:--|:--|', ...rows].join('\n');
}

function row(entry: Entry, report: Report, options: ReporterOptions): string {
  const { file, finding, more } = entry;
  const owner = ownerText(file, finding);
  const problem = [markdownText(finding.message)];
  if (finding.help !== undefined) problem.push(`**Help:** ${markdownText(finding.help)}`);
  if (more.length > 0) {
    const named = more.slice(0, MORE_PLACES).map((other) => place(other, options));
    const rest = more.length > MORE_PLACES ? ` and ${more.length - MORE_PLACES} more places` : '';
    problem.push(`Also at ${named.join(', ')}${rest}`);
  }
  const cells = [
    `${LEVEL_MARKS[finding.level]} ${finding.level}`,
    `${place(entry, options)}${owner && `<br>${markdownText(owner)}`}`,
    problem.join('<br>'),
    markdownLink(finding.ruleId, report.ruleUrl?.(finding.ruleId)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function place({ file, finding }: Pick<Entry, 'file' | 'finding'>, options: ReporterOptions): string {
  return markdownCode(`${repositoryPath(file.filePath, options)}:${finding.line}:${finding.column}`);
}
