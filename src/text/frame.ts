import type { Range } from '../report.ts';
import { displayLine } from './display.ts';
import { DOTS, type HiddenFrom } from './secrets.ts';
import type { SourceLines } from './source-lines.ts';

export interface SourceText {
  lines: SourceLines;
  hiddenFrom: HiddenFrom;
}

export type MarkKind = 'primary' | 'related';

/** One place to underline. */
export interface Mark {
  range: Range;
  kind: MarkKind;
  /** Stands after the underline; '' for none. */
  label: string;
}

/** A row of a code frame: a line of source, an underline below it, or a gap where lines are left out. */
export type FrameRow =
  | { type: 'source'; number: number; text: string }
  | { type: 'underline'; indent: number; length: number; label: string; kind: MarkKind }
  | { type: 'gap' };

/** The rows that show `marks` of one text; `context` lines get one line before and one after. `width` is in cells. */
export function frame(
  source: SourceText,
  marks: readonly Mark[],
  context: ReadonlySet<number>,
  width: number,
): FrameRow[] {
  const rows: FrameRow[] = [];
  let previous: number | undefined;
  for (const number of shownLines(source.lines, marks, context)) {
    if (previous !== undefined && number > previous + 1) rows.push({ type: 'gap' });
    previous = number;
    const here = marks.filter((mark) => mark.range.line === number);
    rows.push(...lineRows(source, number, here, width));
  }
  return rows;
}

function shownLines(lines: SourceLines, marks: readonly Mark[], context: ReadonlySet<number>): number[] {
  const shown = new Set<number>();
  for (const { range } of marks) if (lines.line(range.line) !== undefined) shown.add(range.line);
  for (const line of context) {
    if (!shown.has(line)) continue;
    for (const near of [line - 1, line + 1])
      if (/^(?!\s*(?:---|\.\.\.)?\s*$)/.test(lines.line(near) ?? '')) shown.add(near);
  }
  for (const line of [...shown]) if (!shown.has(line + 1) && shown.has(line + 2)) shown.add(line + 1);
  return [...shown].sort((a, b) => a - b);
}

function lineRows(source: SourceText, number: number, marks: readonly Mark[], width: number): FrameRow[] {
  const text = source.lines.line(number) ?? '';
  const hidden = source.hiddenFrom(number);
  const shown = hidden === undefined ? text : text.slice(0, hidden) + DOTS;
  const spans = marks.map(({ range }) => columns(range, text, hidden));
  const view = excerpt(shown, spans[0] ?? { start: 0, end: 0 }, width);
  const rows: FrameRow[] = [{ type: 'source', number, text: view.text }];
  for (const [index, { label, kind }] of marks.entries()) {
    const { start, end } = view.locate(spans[index] ?? { start: 0, end: 0 });
    rows.push({ type: 'underline', indent: start, length: end - start, label, kind });
  }
  return rows;
}

interface Columns {
  start: number;
  end: number;
}

/** The 0-based columns of a range on its first line; what is hidden counts as the dots that stand for it. */
function columns(range: Range, text: string, hidden: number | undefined): Columns {
  const start = Math.min(range.column - 1, text.length);
  const end =
    range.endLine > range.line ? Math.max(start, text.trimEnd().length) : Math.min(range.endColumn - 1, text.length);
  if (hidden === undefined || end <= hidden) return { start, end };
  return { start: Math.min(start, hidden), end: hidden + DOTS.length };
}

/** The part of a line, at most `width` cells, that shows `focus`; `locate` turns columns into cells of it. */
function excerpt(text: string, focus: Columns, width: number) {
  const cut = cutLong(text, focus, width);
  const line = displayLine(cut.text);
  const start = line.cellOf(Math.max(0, focus.start - cut.offset));
  const end = Math.max(start + 1, line.cellOf(Math.max(0, focus.end - cut.offset)));
  const last = cut.offset + cut.text.length < text.length ? line.cells + 1 : line.cells;

  let left = 0;
  if (cut.offset > 0 || last > width) {
    const room = width - 2;
    left = Math.max(0, start - Math.floor(room / 3));
    if (end > left + room) left = Math.min(start, end - room);
    left = Math.min(left, Math.max(0, last - room));
    if (left === 0 || (cut.offset === 0 && end <= width - 1)) left = cut.offset > 0 ? 1 : 0;
  }
  const before = left > 0 ? '…' : '';
  const right = left + width - before.length;
  const after = last > right ? '…' : '';
  const shown = `${before}${line.slice(left, right - after.length)}${after}`;
  return {
    text: shown.trimEnd(),
    locate(span: Columns): Columns {
      const edge = width - 1;
      const from = line.cellOf(Math.max(0, span.start - cut.offset));
      const to = Math.max(from + 1, line.cellOf(Math.max(0, span.end - cut.offset)));
      const shift = before.length - left;
      const first = Math.min(Math.max(0, from + shift), edge);
      return { start: first, end: Math.min(Math.max(first + 1, to + shift), Math.max(first + 1, width)) };
    },
  };
}

/** Takes the neighbourhood of `focus` out of a line that is far too long to be measured whole. */
function cutLong(text: string, focus: Columns, width: number): { text: string; offset: number } {
  const reach = 2 * width;
  if (text.length <= 3 * reach) return { text, offset: 0 };
  const offset = Math.max(0, focus.start - reach);
  return { text: text.slice(offset, focus.start + reach), offset };
}
