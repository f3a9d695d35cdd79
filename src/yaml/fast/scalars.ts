import { type ScalarNode, type ScalarValue, scalarNode, type YamlNode } from '../node.ts';
import { resolvePlain } from '../scalar.ts';
import { foldedText, literalText } from './block-text.ts';
import {
  BACKSLASH,
  BAR,
  COLON,
  DASH,
  DOUBLE_QUOTE,
  END,
  HASH,
  isBlank,
  isFlowIndicator,
  NEWLINE,
  RETURN,
  SINGLE_QUOTE,
  SPACE,
  TAB,
} from './characters.ts';
import { Lines } from './lines.ts';
import { hashed, nameAt, nameOf } from './names.ts';

/** Characters. */
const SHORT = 32;

/** A string that JSON reads as YAML does; `\/` is a mistake for Kubernetes. */
const SIMPLE_ESCAPES = /^(?:[^\\\u0000-\u001f]|\\(?:["\\bfnrt]|u[0-9a-fA-F]{4}))*$/;

/** Without the line end. */
function lineEndOf(text: string, pos: number, to: number): number {
  const newline = text.indexOf('\n', pos);
  if (newline < 0) return to;
  return text.charCodeAt(newline - 1) === RETURN && newline > pos ? newline - 1 : newline;
}

/** Without the spaces at its end; other white space is text. */
function withoutSpaces(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === SPACE) end--;
  return line.slice(0, end);
}

/** Where the line closes the quote; -1 where it doesn't. */
function closingQuote(line: string, quote: number): number {
  for (let i = 0; i < line.length; i++) {
    if (line.charCodeAt(i) !== quote) continue;
    if (quote === DOUBLE_QUOTE || line.charCodeAt(i + 1) !== SINGLE_QUOTE) return i;
    i++;
  }
  return -1;
}

export class Scalars extends Lines {
  /** Where the last value ends in the text: of an alias, not where its anchor does. */
  protected valueEnd = 0;
  #anchors: Map<string, { node: YamlNode | undefined; size: number }> | undefined;
  /** Nodes so far; what an alias stands for counts again. */
  protected size = 0;
  #hash = 0;

  /** A scalar without quotes in a block, which goes on in lines that are indented deeper than `parent`. */
  protected plain(parent: number): ScalarNode {
    const start = this.pos;
    let end = this.plainLine();
    const hash = this.#hash;
    this.endLine();
    const { text, units } = this;
    if (this.indent <= parent) {
      this.valueEnd = end;
      const value =
        end - start <= SHORT ? nameAt(text, units, start, end, hash).value : resolvePlain(text.slice(start, end));
      return scalarNode(value, 'plain', start, end);
    }
    let value = text.slice(start, end);
    while (this.indent > parent) {
      const between = this.text.slice(end, this.pos);
      // No scalar goes on after a comment.
      if (between.includes('#')) this.fail();
      const from = this.pos;
      end = this.plainLine();
      const breaks = between.split('\n').length - 1;
      value += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + this.text.slice(from, end);
      this.endLine();
    }
    this.valueEnd = end;
    return scalarNode(resolvePlain(value), 'plain', start, end);
  }

  /** Short texts come again and again, so each is kept, and resolved, once. */
  protected plainValue(start: number, end: number): ScalarValue {
    const { text } = this;
    return end - start <= SHORT ? nameOf(text, this.units, start, end).value : resolvePlain(text.slice(start, end));
  }

  /** Where the text ends that starts here: at the end of a line, or before a comment. Its hash is that of a name. */
  private plainLine(): number {
    const { units } = this;
    let { pos } = this;
    let end = pos;
    let hash = 0;
    let hashAtEnd = 0;
    for (; ; pos++) {
      const code = units[pos] ?? END;
      // Letters are tested once.
      if (code <= COLON) {
        if (code === NEWLINE || code === END) break;
        if (code === SPACE) {
          if (units[pos + 1] === HASH) break;
          hash = hashed(hash, code);
          continue;
        }
        if (code === RETURN && units[pos + 1] === NEWLINE) break;
        if (code === TAB || code === RETURN) this.fail();
        if (code === COLON && isBlank(units[pos + 1])) this.fail();
      }
      hash = hashed(hash, code);
      hashAtEnd = hash;
      end = pos + 1;
    }
    this.#hash = hashAtEnd;
    this.pos = end;
    return end;
  }

  /** Text in quotes; lines after its first are indented deeper than `parent`. */
  protected quoted(parent: number): ScalarNode {
    const start = this.pos;
    const end = this.afterQuote(start);
    const value = end < 0 ? this.foldedQuoted(parent) : this.unquoted(start, end);
    if (end >= 0) this.pos = end;
    this.valueEnd = this.pos;
    return scalarNode(value, 'quoted', start, this.pos);
  }

  /** Text in quotes that goes on in further lines. */
  private foldedQuoted(parent: number): string {
    const { text, units, pos: start } = this;
    const quote = units[start] ?? END;
    let value = '';
    let breaks = 0;
    let pos = start + 1;
    for (;;) {
      const end = lineEndOf(text, pos, this.to);
      const line = text.slice(pos, end);
      if (line.includes('\t') || line.includes('\r') || (quote === DOUBLE_QUOTE && line.includes('\\'))) this.fail();
      const closing = closingQuote(line, quote);
      const written = closing < 0 ? withoutSpaces(line) : line.slice(0, closing);
      if (written !== '' || closing >= 0) {
        if (breaks > 0) value += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
        value += written;
        breaks = 0;
      }
      if (closing >= 0) {
        this.pos = pos + closing + 1;
        return quote === SINGLE_QUOTE ? value.replaceAll("''", "'") : value;
      }
      this.pos = this.afterLine(end);
      if (this.pos >= this.to) this.fail();
      breaks++;
      const lineStart = this.pos;
      if (this.skipSpaces() !== NEWLINE && this.pos - lineStart <= parent) this.fail();
      this.lineStart = lineStart;
      pos = this.pos;
    }
  }

  /** Where text in quotes ends; -1 where that is not on the same line. */
  protected afterQuote(start: number): number {
    const { units } = this;
    const quote = units[start] ?? END;
    for (let pos = start + 1; ; pos++) {
      const code = units[pos];
      if (code === quote) {
        if (quote === DOUBLE_QUOTE || units[pos + 1] !== SINGLE_QUOTE) return pos + 1;
        pos++;
      } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
        if (units[++pos] === NEWLINE) return -1;
      } else if (code === NEWLINE || code === RETURN || code === END) return -1;
    }
  }

  protected unquoted(start: number, end: number): string {
    const inner =
      end - start <= SHORT
        ? nameOf(this.text, this.units, start + 1, end - 1).text
        : this.text.slice(start + 1, end - 1);
    if (this.units[start] === SINGLE_QUOTE) return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
    if (!inner.includes('\\')) return inner;
    if (!SIMPLE_ESCAPES.test(inner)) this.fail();
    return JSON.parse(`"${inner}"`) as string;
  }

  /** `|` or `>` with its lines, which are indented deeper than `parent`. */
  protected block(parent: number): ScalarNode {
    const { text, units } = this;
    const start = this.pos++;
    const strips = units[this.pos] === DASH;
    if (strips) this.pos++;
    const headerEnd = this.pos;
    const code = this.skipSpaces();
    if (code !== NEWLINE && !(code === HASH && this.pos > headerEnd)) this.fail();
    const from = this.afterLine(this.pos);
    const content = (units[start] === BAR ? literalText : foldedText)(text, from, this.to, parent);
    if (!content) return this.fail();
    this.pos = content.end;
    this.valueEnd = content.end;
    this.nextLine();
    return scalarNode(strips ? content.value : `${content.value}\n`, 'block', start, content.end);
  }

  protected alias(): YamlNode {
    this.pos++;
    const anchor = this.#anchors?.get(this.anchorName());
    if (!anchor?.node) return this.fail();
    this.size += anchor.size;
    this.valueEnd = this.pos;
    return anchor.node;
  }

  /** Reads what `&name` stands before. */
  protected anchored(read: () => YamlNode): YamlNode {
    this.pos++;
    const name = this.anchorName();
    if (!isBlank(this.units[this.pos])) this.fail();
    this.#anchors ??= new Map();
    this.#anchors.set(name, { node: undefined, size: 0 });
    const before = this.size;
    const node = read();
    this.#anchors.set(name, { node, size: this.size - before + 1 });
    return node;
  }

  private anchorName(): string {
    const start = this.pos;
    for (;;) {
      const code = this.units[this.pos];
      if (isBlank(code) || isFlowIndicator(code)) break;
      this.pos++;
    }
    const name = this.text.slice(start, this.pos);
    if (name === '' || name.endsWith(':')) this.fail();
    return name;
  }
}
