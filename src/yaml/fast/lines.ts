import { BYTE_ORDER_MARK, DASH, DOT, END, HASH, NEWLINE, PERCENT, RETURN, SPACE, TAB } from './characters.ts';

/** Thrown, and caught by `parseBlock`, where a document is none of the subset. */
export const NOT_MINE = Symbol('a document for the other reader');

/** A place in the text of a document, which lies between `from` and `to` of its file, and the line that it is in. */
export class Lines {
  protected readonly text: string;
  /** Of the text, with an END behind it. */
  protected readonly units: Uint16Array;
  /** A line starts here, or the text ends. */
  protected readonly to: number;
  protected pos: number;
  protected lineStart: number;
  /** Of the line, by its first character that is no space; -1 at the end of the document. */
  protected indent = -1;

  constructor(text: string, units: Uint16Array, from: number, to: number) {
    this.text = text;
    this.units = units;
    this.pos = from;
    this.lineStart = from;
    this.to = to;
  }

  protected fail(): never {
    throw NOT_MINE;
  }

  /** From the start of a line to the first that holds more than a comment. */
  protected nextLine(): void {
    const { units, to } = this;
    let { pos } = this;
    while (pos < to) {
      const start = pos;
      let code = units[pos];
      while (code === SPACE) code = units[++pos];
      if (code === RETURN && units[pos + 1] === NEWLINE) code = units[++pos];
      if (code === NEWLINE) {
        pos++;
        continue;
      }
      if (code === HASH) {
        pos = this.afterLine(pos);
        continue;
      }
      if (pos >= to) break;
      if (code === TAB || code === RETURN || code === BYTE_ORDER_MARK) this.fail();
      this.pos = pos;
      this.lineStart = start;
      this.indent = pos - start;
      if (pos === start && (code === PERCENT || code === DOT || code === DASH) && this.isMark(pos)) this.fail();
      return;
    }
    this.pos = to;
    this.indent = -1;
  }

  /** Does a directive, or the mark of a document's start or end, stand at the start of this line? */
  protected isMark(start: number): boolean {
    const { text, units } = this;
    return units[start] === PERCENT || text.startsWith('---', start) || text.startsWith('...', start);
  }

  /** Where the next line starts. */
  protected afterLine(pos: number): number {
    const end = this.text.indexOf('\n', pos);
    return end < 0 ? this.to : end + 1;
  }

  /** From the end of a value to the next line with content: only a comment may follow it. */
  protected endLine(): void {
    const { units, pos: from } = this;
    let pos = from;
    let code = units[pos];
    while (code === SPACE) code = units[++pos];
    if (code === RETURN) code = units[++pos] === NEWLINE ? NEWLINE : this.fail();
    if (code === NEWLINE) this.pos = pos + 1;
    else if (code === HASH && (pos > from || units[pos - 1] === SPACE)) this.pos = this.afterLine(pos);
    else if (pos >= this.to) this.pos = this.to;
    else this.fail();
    this.nextLine();
  }

  /** Over spaces; answers what stands behind them, a line end of Windows as a NEWLINE. */
  protected skipSpaces(): number {
    const { units } = this;
    let { pos } = this;
    while (units[pos] === SPACE) pos++;
    this.pos = pos;
    const code = units[pos] ?? END;
    return code === RETURN && units[pos + 1] === NEWLINE ? NEWLINE : code;
  }
}
