import { type Entry, mapNode, type Span, scalarNode, sequenceNode, type YamlNode } from '../node.ts';
import {
  ASTERISK,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  DOUBLE_QUOTE,
  END,
  HASH,
  isBlank,
  isFlowIndicator,
  isIndicator,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUESTION,
  RETURN,
  SINGLE_QUOTE,
  SPACE,
  TAB,
} from './characters.ts';
import { type Key, keyNamed, keyOf, nameOf } from './names.ts';
import { Scalars } from './scalars.ts';

/** Deeper ones are left to the other reader, and to its limits. */
export const MOST_LEVELS = 100;
/** Above this, a hash table finds names that are there already. */
const FEW = 12;

/**
 * What the collections hold that are being read. Each is cut out when it is whole: an array that grows has room to spare, and
 * a tree has many.
 */
const ENTRIES: Entry[] = [];
const ITEMS: YamlNode[] = [];

/** Lists in brackets and maps in braces. */
export class Flow extends Scalars {
  readonly fieldNames: string[] = [];
  protected depth = 0;
  #entries = 0;
  #items = 0;
  /** Of the document, among all that were read. */
  readonly #number: number;

  constructor(text: string, units: Uint16Array, span: Span, number: number) {
    super(text, units, span.start, span.end);
    this.#number = number;
  }

  /** Lines after the first are indented deeper than `parent`. */
  protected flow(parent: number): YamlNode {
    if (++this.depth > MOST_LEVELS) this.fail();
    const start = this.pos++;
    const node =
      this.units[start] === OPEN_BRACE
        ? mapNode(this.#members(parent), start, this.pos)
        : sequenceNode(this.#list(parent), start, this.pos);
    node.end = this.pos;
    this.depth--;
    this.valueEnd = this.pos;
    return node;
  }

  #list(parent: number): YamlNode[] {
    const from = this.openItems();
    this.#each(parent, CLOSE_BRACKET, () => this.addItem(this.#value(parent)));
    return this.closeItems(from);
  }

  #members(parent: number): Entry[] {
    const from = this.openEntries();
    this.#each(parent, CLOSE_BRACE, () => {
      const start = this.pos;
      const name = this.#key();
      const end = this.pos;
      if (this.units[end] !== COLON) this.fail();
      this.pos++;
      this.#skip(parent);
      const value = this.#value(parent);
      this.addEntry(from, undefined, { name: this.named(name), start, end, value });
    });
    return this.closeEntries(from);
  }

  /** Reads what stands between commas, to behind the closing bracket. */
  #each(parent: number, closing: number, read: () => void): void {
    let code = this.#skip(parent);
    while (code !== closing) {
      read();
      code = this.#skip(parent);
      if (code === closing) break;
      if (code !== COMMA) this.fail();
      this.pos++;
      // A comma before the closing bracket is for the other reader.
      if (this.#skip(parent) === closing) this.fail();
    }
    this.pos++;
  }

  #key(): Key {
    const { text, units, pos } = this;
    const code = units[pos];
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      this.pos = this.afterQuote(pos);
      if (this.pos < 0) this.fail();
      return this.quotedKey(pos, this.pos);
    }
    const end = this.#plainEnd();
    if (!isBlank(units[end + 1]) || text.startsWith('<<', pos)) this.fail();
    this.pos = end;
    return keyOf(nameOf(text, units, pos, end)) ?? this.fail();
  }

  #value(parent: number): YamlNode {
    this.size++;
    const { units, pos } = this;
    const code = units[pos];
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return this.quoted(parent);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) return this.flow(parent);
    if (code === ASTERISK) return this.alias();
    const end = this.#plainEnd();
    if (units[end] === COLON) this.fail();
    this.pos = end;
    const value = this.plainValue(pos, end);
    if (typeof value === 'number' && !Number.isFinite(value)) this.fail();
    return scalarNode(value, 'plain', pos, end);
  }

  /** Where a scalar without quotes ends, which starts here: at a comma, a bracket, a colon that parts, or the line's end. */
  #plainEnd(): number {
    const { units, pos: start } = this;
    const first = units[start];
    const next = units[start + 1];
    if (isIndicator(first) || isBlank(first) || first === COLON) this.fail();
    if ((first === DASH || first === QUESTION) && (isBlank(next) || isFlowIndicator(next))) this.fail();
    let end = start;
    for (let pos = start; ; pos++) {
      const code = units[pos];
      if (code === NEWLINE || isFlowIndicator(code)) return end;
      if (code === RETURN && units[pos + 1] === NEWLINE) return end;
      if (code === TAB || code === RETURN || code === END) this.fail();
      if (code === SPACE) {
        if (units[pos + 1] === HASH) this.fail();
        continue;
      }
      if (code === COLON) {
        const after = units[pos + 1];
        if (isFlowIndicator(after)) this.fail();
        if (isBlank(after)) return end === pos ? end : this.fail();
      }
      end = pos + 1;
    }
  }

  /** Over spaces and line ends to the next token. */
  #skip(parent: number): number {
    const { to } = this;
    for (;;) {
      const code = this.skipSpaces();
      if (code !== NEWLINE) {
        if (code === TAB || code === HASH || code === RETURN || this.pos >= to) this.fail();
        return code;
      }
      const start = this.afterLine(this.pos);
      this.pos = start;
      if (this.skipSpaces() === NEWLINE) continue;
      if (this.pos - start <= parent || (this.pos === start && this.isMark(start))) this.fail();
    }
  }

  /** A name that the document holds. */
  protected named(key: Key): string {
    if (key.seen !== this.#number) {
      key.seen = this.#number;
      this.fieldNames.push(key.name);
    }
    return key.name;
  }

  protected quotedKey(start: number, end: number): Key {
    return keyNamed(this.unquoted(start, end));
  }

  /** Answers where the entries of a map start that is opened. */
  protected openEntries(): number {
    return this.#entries;
  }

  /** Adds a member; a name that is there already is for the other reader to report. */
  protected addEntry(from: number, index: Set<string> | undefined, entry: Entry): Set<string> | undefined {
    const { name } = entry;
    const count = this.#entries;
    let names = index;
    if (count - from < FEW) {
      for (let i = from; i < count; i++) if (ENTRIES[i]?.name === name) this.fail();
    } else {
      names ??= new Set(ENTRIES.slice(from, count).map((known) => known.name));
      if (names.has(name)) this.fail();
      names.add(name);
    }
    ENTRIES[this.#entries++] = entry;
    return names;
  }

  protected closeEntries(from: number): Entry[] {
    const entries = cut(ENTRIES, from, this.#entries);
    this.#entries = from;
    return entries;
  }

  protected openItems(): number {
    return this.#items;
  }

  protected addItem(item: YamlNode): void {
    ITEMS[this.#items++] = item;
  }

  protected closeItems(from: number): YamlNode[] {
    const items = cut(ITEMS, from, this.#items);
    this.#items = from;
    return items;
  }
}

/** As slice does. But what `new Array` makes, V8 soon puts where what lives long is, and does not copy it again. */
function cut<Item>(all: readonly Item[], from: number, to: number): Item[] {
  const items = new Array<Item>(to - from);
  for (let at = from; at < to; at++) items[at - from] = all[at] as Item;
  return items;
}
