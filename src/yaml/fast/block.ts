// The block style in which people write manifests, read much faster than by the `yaml` package and to the same result.
// What is rare, or a mistake, is left to that package: tags, explicit keys, tabs between tokens, indentation indicators.

import { type Entry, mapNode, type Span, scalarNode, sequenceNode, type YamlNode } from '../node.ts';
import type { ParsedText } from '../parse.ts';
import {
  AMPERSAND,
  ASTERISK,
  BAR,
  COLON,
  DASH,
  DOUBLE_QUOTE,
  END,
  GREATER,
  HASH,
  isBlank,
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
import { Flow, MOST_LEVELS } from './flow.ts';
import { NOT_MINE } from './lines.ts';
import { sharedList } from './name-lists.ts';
import { hashed, keyOf, nameAt } from './names.ts';
import { unitsOf } from './units.ts';

/** A longer one before a colon is no key. */
const LONGEST_KEY = 1000;
const MOST_NODES = 1_000_000;

let documents = 0;

/**
 * Reads the document at these offsets, or leaves it to `parseWithYaml`: undefined. What it yields is what that function
 * does, and has no problems.
 */
export function parseBlock(text: string, span: Span): ParsedText | undefined {
  const units = unitsOf(text);
  if (!units) return undefined;
  try {
    return new BlockReader(text, units, span, ++documents).document();
  } catch (thrown) {
    if (thrown !== NOT_MINE) throw thrown;
    return undefined;
  }
}

class BlockReader extends Flow {
  /** Where the key ends that `isKey` found. */
  #keyEnd = 0;
  /** Of a key without quotes. */
  #keyHash = 0;

  document(): ParsedText {
    this.nextLine();
    if (this.indent < 0) this.fail();
    const root = this.#nested(-1, this.pos);
    if (root.type === 'scalar' || this.indent >= 0 || this.size > MOST_NODES) this.fail();
    return { root, problems: [], fieldNames: sharedList(this.fieldNames) };
  }

  /** What starts on a line of its own, below what ends at `from`. */
  #nested(parent: number, from: number): YamlNode {
    this.size++;
    if (this.#isDash()) return this.#sequence(this.indent);
    if (this.#isKey()) return this.#map(this.indent);
    const code = this.units[this.pos];
    if (code === BAR || code === GREATER || code === AMPERSAND) this.fail();
    // After a comment to its left, the other reader takes a scalar for a key.
    if (this.text.slice(from, this.pos).includes('#')) this.fail();
    return this.#inline(parent, code);
  }

  #map(column: number): YamlNode {
    if (++this.depth > MOST_LEVELS) this.fail();
    const start = this.pos;
    const from = this.openEntries();
    let names: Set<string> | undefined;
    let merges: YamlNode[] | undefined;
    let end = start;
    for (;;) {
      const { text, units, pos: keyStart } = this;
      const keyEnd = this.#keyEnd;
      const isQuoted = isQuote(units[keyStart]);
      const key = isQuoted
        ? this.quotedKey(keyStart, keyEnd)
        : keyOf(nameAt(text, units, keyStart, keyEnd, this.#keyHash));
      if (!key) return this.fail();
      this.pos = keyEnd + 1;
      const value = this.#value(column, true);
      end = this.valueEnd;
      if (key.name === '<<' && !isQuoted) {
        merges ??= [];
        merges.push(value);
      } else names = this.addEntry(from, names, { name: this.named(key), start: keyStart, end: keyEnd, value });
      if (this.indent !== column) break;
      if (this.#isDash() || !this.#isKey()) this.fail();
    }
    if (this.indent > column) this.fail();
    this.depth--;
    this.valueEnd = end;
    const entries = this.closeEntries(from);
    if (merges) for (const merge of merges) this.#merge(entries, merge);
    return mapNode(entries, start, end);
  }

  /** What `<<` brings, but for what the map has itself. */
  #merge(entries: Entry[], from: YamlNode): void {
    if (from.type === 'scalar') this.fail();
    else if (from.type === 'sequence') for (const item of from.items) this.#merge(entries, item);
    else for (const entry of from.entries) if (!entries.some(({ name }) => name === entry.name)) entries.push(entry);
  }

  #sequence(column: number): YamlNode {
    if (++this.depth > MOST_LEVELS) this.fail();
    const start = this.pos;
    const from = this.openItems();
    do {
      this.pos++;
      this.addItem(this.#value(column, false));
    } while (this.indent === column && this.#isDash());
    if (this.indent > column) this.fail();
    this.depth--;
    return sequenceNode(this.closeItems(from), start, this.valueEnd);
  }

  /** What follows a key's colon or an item's dash; `column` is where that key or dash stands. */
  #value(column: number, ofKey: boolean): YamlNode {
    const code = this.skipSpaces();
    const { pos } = this;
    if (code === NEWLINE || code === HASH || code === END) {
      this.endLine();
      if (this.indent > column) return this.#nested(column, pos);
      if (ofKey && this.indent === column && this.#isDash()) {
        this.size++;
        return this.#sequence(column);
      }
      this.valueEnd = pos;
      return scalarNode(null, 'plain', pos, pos);
    }
    this.size++;
    if (!ofKey) {
      if (this.#isDash()) return this.#sequence(pos - this.lineStart);
      if (this.#isKey()) return this.#map(pos - this.lineStart);
    }
    return this.#inline(column, code);
  }

  /** A value that starts on the line of its key or dash, or below it and is no block collection. */
  #inline(parent: number, code: number | undefined): YamlNode {
    if (isQuote(code)) return this.#ended(this.quoted(parent), parent);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) return this.#ended(this.flow(parent), parent);
    if (code === ASTERISK) return this.#ended(this.alias(), parent);
    if (code === BAR || code === GREATER) {
      const node = this.block(parent);
      return this.indent > parent ? this.fail() : node;
    }
    if (code === AMPERSAND) return this.anchored(() => this.#anchoredValue(parent));
    if (isIndicator(code)) this.fail();
    if ((code === DASH || code === QUESTION || code === COLON) && isBlank(this.units[this.pos + 1])) this.fail();
    const node = this.plain(parent);
    if (typeof node.value === 'number' && !Number.isFinite(node.value)) this.fail();
    return node;
  }

  #ended(node: YamlNode, parent: number): YamlNode {
    const end = this.valueEnd;
    this.endLine();
    if (this.indent > parent) this.fail();
    this.valueEnd = end;
    return node;
  }

  #anchoredValue(parent: number): YamlNode {
    const code = this.skipSpaces();
    if (code === NEWLINE || code === HASH) {
      this.endLine();
      if (this.indent <= parent || !(this.#isDash() || this.#isKey())) this.fail();
      return this.#nested(parent, this.pos);
    }
    if (code === AMPERSAND || code === ASTERISK || this.#isDash() || this.#isKey()) this.fail();
    return this.#inline(parent, code);
  }

  #isDash(): boolean {
    return this.units[this.pos] === DASH && isBlank(this.units[this.pos + 1]);
  }

  /** Does a key start here, with its colon on the same line? */
  #isKey(): boolean {
    const { units, pos: start } = this;
    const first = units[start];
    if (isQuote(first)) return this.#isQuotedKey(start);
    if (isIndicator(first)) return false;
    if ((first === QUESTION || first === COLON) && isBlank(units[start + 1])) this.fail();
    let hash = 0;
    for (let pos = start; ; pos++) {
      const code = units[pos] ?? END;
      // Letters are tested once.
      if (code <= COLON) {
        if (code === COLON) {
          const next = units[pos + 1];
          if (isBlank(next)) {
            if (next === TAB || units[pos - 1] === SPACE || pos - start > LONGEST_KEY) this.fail();
            this.#keyEnd = pos;
            this.#keyHash = hash;
            return true;
          }
        } else if (code === NEWLINE || code === RETURN || code === END) return false;
        else if (code === HASH && units[pos - 1] === SPACE) return false;
        else if (code === TAB) this.fail();
      }
      hash = hashed(hash, code);
    }
  }

  #isQuotedKey(start: number): boolean {
    const { text, units } = this;
    const end = this.afterQuote(start);
    if (end < 0) return false;
    this.#keyEnd = end;
    if (units[end] !== COLON)
      return units[end] === SPACE && /^ +:/.test(text.slice(end, end + 100)) ? this.fail() : false;
    return isBlank(units[end + 1]) && units[end + 1] !== TAB ? true : this.fail();
  }
}

function isQuote(code: number | undefined): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}
