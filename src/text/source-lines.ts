import type { Range } from '../report.ts';

/** The lines of a text by their 1-based number. LF, CRLF and a lone CR end a line. */
export class SourceLines {
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    const ends = text.includes('\r') ? /\r\n|\n|\r/g : /\n/g;
    while (ends.test(text)) this.#starts.push(ends.lastIndex);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Offset at which a line starts; the text's end for lines past the last. */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.text.length;
  }

  /** A line without its end mark; undefined where there is none of that number. */
  line(number: number): string | undefined {
    const start = this.#starts[number - 1];
    if (start === undefined) return undefined;
    let end = this.startOf(number + 1);
    if (end > start && this.text[end - 1] === '\n') end--;
    if (end > start && this.text[end - 1] === '\r') end--;
    return this.text.slice(start, end);
  }

  /** The 1-based number of the line that an offset lies in. */
  lineAt(offset: number): number {
    let low = 1;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  range(start: number, end: number): Range {
    const line = this.lineAt(start);
    const endLine = this.lineAt(end);
    return { line, column: start - this.startOf(line) + 1, endLine, endColumn: end - this.startOf(endLine) + 1 };
  }
}
