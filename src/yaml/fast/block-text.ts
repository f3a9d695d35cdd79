import { NEWLINE, RETURN, SPACE, TAB } from './characters.ts';

/** The lines of a block scalar, without the line end after the last. */
export interface BlockText {
  value: string;
  /** Where the line after it starts, empty lines at its end left out. */
  end: number;
}

interface Line {
  /** Where its text starts, after the indentation that all lines have. */
  start: number;
  end: number;
}

/** The text after `|`, from the line at `from` on; undefined for what is left to the other reader. */
export function literalText(text: string, from: number, to: number, parent: number): BlockText | undefined {
  const block = linesOf(text, from, to, parent);
  if (!block) return undefined;
  let value = '';
  for (const [index, { start, end }] of block.lines.entries())
    value += index === 0 ? text.slice(start, end) : `\n${text.slice(start, end)}`;
  return { value, end: block.end };
}

/** The text after `>`: lines are joined by a space, but for those that are indented deeper. */
export function foldedText(text: string, from: number, to: number, parent: number): BlockText | undefined {
  const block = linesOf(text, from, to, parent);
  if (!block) return undefined;
  let value = '';
  let breaks = 0;
  let before: 'nothing' | 'text' | 'deeper' = 'nothing';
  for (const { start, end } of block.lines) {
    if (start === end) {
      breaks++;
      continue;
    }
    const first = text.charCodeAt(start);
    const kind = first === SPACE || first === TAB ? 'deeper' : 'text';
    if (before === 'nothing') value += '\n'.repeat(breaks);
    else if (before === 'text' && kind === 'text') value += breaks === 0 ? ' ' : '\n'.repeat(breaks);
    else value += '\n'.repeat(breaks + 1);
    value += text.slice(start, end);
    breaks = 0;
    before = kind;
  }
  return { value, end: block.end };
}

function linesOf(text: string, from: number, to: number, parent: number): { lines: Line[]; end: number } | undefined {
  const indent = indentOf(text, from, to);
  if (indent === undefined || indent <= parent) return undefined;
  const lines: Line[] = [];
  /** Without the empty lines at the end. */
  let [count, end] = [0, from];
  let pos = from;
  while (pos < to) {
    let start = pos;
    while (start < pos + indent && text.charCodeAt(start) === SPACE) start++;
    const isIndented = start === pos + indent;
    const code = text.charCodeAt(start);
    if (!isIndented && code !== NEWLINE && !(code === RETURN && text.charCodeAt(start + 1) === NEWLINE)) {
      // The other reader has a mistake to tell where only spaces and a tab start the line.
      if (start >= to || code === TAB) return undefined;
      break;
    }
    const lineEnd = text.indexOf('\n', start);
    // A text that ends within a line of spaces is odd enough for the other reader.
    if (lineEnd < 0 && text.slice(start).trim() === '') return undefined;
    let stop = lineEnd < 0 ? to : lineEnd;
    if (stop > start && text.charCodeAt(stop - 1) === RETURN) stop--;
    lines.push({ start, end: stop });
    pos = lineEnd < 0 ? to : lineEnd + 1;
    if (stop > start) [count, end] = [lines.length, pos];
  }
  lines.length = count;
  return { lines, end };
}

/** Of the first line that holds something; undefined where there is none, or an empty line before it is indented deeper. */
function indentOf(text: string, from: number, to: number): number | undefined {
  let deepest = 0;
  for (let pos = from; pos < to; pos++) {
    const start = pos;
    while (text.charCodeAt(pos) === SPACE) pos++;
    if (pos >= to) return undefined;
    const depth = pos - start;
    if (text.charCodeAt(pos) === RETURN) pos++;
    if (text.charCodeAt(pos) !== NEWLINE) return depth >= deepest ? depth : undefined;
    deepest = Math.max(deepest, depth);
  }
  return undefined;
}
