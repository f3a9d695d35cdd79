import type { Range } from '../report.ts';

/** Offsets of a text to 1-based lines and columns. LF, CRLF and a lone CR end a line. */
export class LineIndex {
  readonly starts: number[] = [0];

  constructor(text: string) {
    if (!text.includes('\r')) {
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.starts.push(end + 1);
      return;
    }
    const ends = /\r\n|\n|\r/g;
    for (let match = ends.exec(text); match; match = ends.exec(text)) this.starts.push(ends.lastIndex);
  }

  position(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }

  range(start: number, end: number): Range {
    const from = this.position(start);
    const to = this.position(end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }
}
