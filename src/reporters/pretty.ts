import type { FileReport, Finding, RelatedLocation, Report } from '../report.ts';
import { oneLine } from '../text/display.ts';
import { type FrameRow, frame, type Mark, type SourceText } from '../text/frame.ts';
import { findSecrets } from '../text/secrets.ts';
import { SourceLines } from '../text/source-lines.ts';
import { createStyle, hyperlink, type Paint, type Style } from '../text/style.ts';
import { type Entry, foldFindings } from './fold.ts';
import { displayPath, displayResource, levelPaint, originOf } from './names.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { summary } from './summary.ts';

const UNKNOWN_WIDTH = 120;
const LEAST_WIDTH = 40;
/** Related places that get a code frame of their own; further ones get a line. */
const MOST_FRAMES = 4;

/** Every finding with the YAML that it is about. */
const reporter: Reporter = (report, options) => {
  const page = createPage(report, options);
  let out = '';
  for (const entry of foldFindings(report)) out += `${findingText(entry, page)}\n`;
  return out + summary(report, page.style, page.width);
};

export default reporter;

interface Page {
  options: ReporterOptions;
  style: Style;
  width: number;
  /** Cells of the widest line number. */
  gutter: number;
  /** The text of a file that was linted; undefined for any other. */
  source(filePath: string): SourceText | undefined;
  ruleUrl(ruleId: string): string | undefined;
}

function createPage(report: Report, options: ReporterOptions): Page {
  const files = new Map<string, FileReport>();
  let lastLine = 1;
  for (const file of report.files) {
    files.set(file.filePath, file);
    for (const { line, related } of file.findings) {
      lastLine = Math.max(lastLine, line);
      for (const other of related) lastLine = Math.max(lastLine, other.line);
    }
  }
  const sources = new Map<string, SourceText>();
  return {
    options,
    style: createStyle(options.color),
    width: options.width > 0 && Number.isFinite(options.width) ? Math.max(options.width, LEAST_WIDTH) : UNKNOWN_WIDTH,
    gutter: Math.max(2, String(lastLine + 1).length),
    source(filePath) {
      const known = sources.get(filePath);
      const file = files.get(filePath);
      if (known || !file) return known;
      const lines = new SourceLines(file.source);
      const source = { lines, hiddenFrom: findSecrets(lines) };
      sources.set(filePath, source);
      return source;
    },
    ruleUrl: (ruleId) => report.ruleUrl?.(ruleId),
  };
}

function findingText({ file, finding, more }: Entry, page: Page): string {
  const { style } = page;
  const paint = levelPaint(finding.level, style);
  const rows = [
    `${paint(`${finding.level}:`)} ${style.bold(oneLine(finding.message))} ${ruleName(finding.ruleId, page)}`,
  ];
  rows.push(margin('╭─', `${place(file.filePath, finding, page)}${owner(file, finding, page)}`, page));
  rows.push(...frames(file, finding, page, paint));

  const notes: string[][] = [];
  if (finding.help !== undefined) notes.push([`${style.bold('help:')} ${oneLine(finding.help)}`]);
  for (const { desc } of finding.suggestions ?? []) notes.push([`${style.bold('try:')} ${oneLine(desc)}`]);
  if (more.length > 0) {
    const places = more.map(
      (other) => `${place(other.file.filePath, other.finding, page)}${owner(other.file, other.finding, page)}`,
    );
    notes.push([`${style.bold('also at:')} ${more.length} more places`, ...places]);
  }
  for (const [index, [first = '', ...rest]] of notes.entries()) {
    const isLast = index === notes.length - 1;
    rows.push(margin(isLast ? '╰─' : '├─', first, page));
    for (const row of rest) rows.push(margin(isLast ? '  ' : '│ ', `  ${row}`, page));
  }
  return rows.map((row) => `${row}\n`).join('');
}

/** The finding's own lines together with related ones of the same file, then those of other files. */
function frames(file: FileReport, finding: Finding, page: Page, paint: Paint): string[] {
  const hidesAll = finding.resource?.kind === 'Secret';
  const source = sourceFor(file.filePath, page, hidesAll);
  const marks: Mark[] = [{ range: finding, kind: 'primary', label: '' }];
  const elsewhere: RelatedLocation[] = [];
  for (const other of finding.related) {
    const fits =
      other.filePath === file.filePath && source?.lines.line(other.line) !== undefined && marks.length <= MOST_FRAMES;
    if (fits) marks.push({ range: other, kind: 'related', label: oneLine(other.message) });
    else elsewhere.push(other);
  }
  const rows = source ? paintRows(frame(source, marks, new Set([finding.line]), room(page)), page, paint) : [];
  for (const [index, other] of elsewhere.entries()) {
    const target = index < MOST_FRAMES ? sourceFor(other.filePath, page, false) : undefined;
    const label = oneLine(other.message);
    const location = place(other.filePath, other, page);
    if (target?.lines.line(other.line) === undefined) {
      rows.push(margin('├─', `${location} ${page.style.cyan(label)}`, page));
    } else {
      rows.push(margin('├─', location, page));
      const mark: Mark = { range: other, kind: 'related', label };
      rows.push(...paintRows(frame(target, [mark], new Set(), room(page)), page, paint));
    }
  }
  return rows;
}

function sourceFor(filePath: string, page: Page, hidesAll: boolean): SourceText | undefined {
  const source = page.source(filePath);
  if (!source || !hidesAll) return source;
  return { lines: source.lines, hiddenFrom: (line) => source.hiddenFrom(line) ?? 0 };
}

function paintRows(rows: FrameRow[], page: Page, paint: Paint): string[] {
  const { style, gutter } = page;
  const blank = ' '.repeat(gutter);
  return rows.map((row) => {
    if (row.type === 'gap') return style.dim(`${blank} ⋮`);
    if (row.type === 'source') return `${style.dim(`${String(row.number).padStart(gutter)} │`)} ${row.text}`.trimEnd();
    const isPrimary = row.kind === 'primary';
    const line = (isPrimary ? '^' : '-').repeat(row.length) + (row.label && ` ${row.label}`);
    return `${style.dim(`${blank} │`)} ${' '.repeat(row.indent)}${(isPrimary ? paint : style.cyan)(line)}`;
  });
}

function margin(corner: string, text: string, page: Page): string {
  return `${' '.repeat(page.gutter)} ${page.style.dim(corner)} ${text}`;
}

/** Cells that are left for a line of source. */
function room(page: Page): number {
  return page.width - page.gutter - 3;
}

function place(filePath: string, { line, column }: { line: number; column: number }, page: Page): string {
  return page.style.cyan(`${displayPath(filePath, page.options.cwd)}:${line}:${column}`);
}

function owner(file: FileReport, finding: Finding, page: Page): string {
  const parts = finding.resource ? [displayResource(finding.resource)] : [];
  const origin = originOf(file, finding);
  if (origin !== undefined) parts.push(origin);
  return parts.map((part) => ` ${page.style.dim('·')} ${part}`).join('');
}

function ruleName(ruleId: string, page: Page): string {
  const url = page.options.hyperlinks ? page.ruleUrl(ruleId) : undefined;
  const name = oneLine(ruleId);
  return page.style.dim(`[${url ? hyperlink(name, url) : name}]`);
}
