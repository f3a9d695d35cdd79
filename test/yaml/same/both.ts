import { parseBlock } from '../../../src/yaml/fast/block.ts';
import { type ParsedText, parseWithYaml } from '../../../src/yaml/parse.ts';
import { splitDocuments } from '../../../src/yaml/split.ts';
import { difference } from './difference.ts';
import { shorten } from './shorten.ts';

/** What came of reading texts with both readers. */
export class Both {
  read = 0;
  /** How many the fast reader took itself. */
  taken = 0;
  readonly #differing: { text: string; base: number; where: string }[] = [];

  /** Reads texts as a run does. */
  static of(samples: Iterable<{ where: string; text: string }>): Both {
    const both = new Both();
    for (const { where, text } of samples) both.stream(text, where);
    return both;
  }

  /** Reads one document, whose offsets start at `base`. */
  document(text: string, base: number, where = ''): void {
    this.read++;
    const found = compare(text, base);
    if (found === 'left to the other one') return;
    this.taken++;
    if (found !== 'same') this.#differing.push({ text, base, where });
  }

  /** Reads a text as a run does, each of its documents by itself. */
  stream(text: string, where = ''): void {
    for (const { start, end } of splitDocuments(text))
      this.document(text.slice(start, end), start, `${where} at ${start}`);
  }

  /** Counts what another one read. */
  add(other: Both): void {
    this.read += other.read;
    this.taken += other.taken;
  }

  /** In percent. */
  get share(): number {
    return (100 * this.taken) / Math.max(1, this.read);
  }

  /** The first few differences, each with the shortest text that shows one there. */
  get differences(): string[] {
    return this.#differing.slice(0, 3).map(({ text, base, where }) => {
      const short = shorten(text, (part) => !/^(?:same|left)/.test(compare(part, base)));
      return `${where}${where && ': '}${compare(text, base)}\n${JSON.stringify(short)}: ${compare(short, base)}`;
    });
  }

  toString(): string {
    return `${this.taken} of ${this.read} documents (${this.share.toFixed(1)} %) by the fast reader itself`;
  }
}

/** What the fast reader did: `same`, `left to the other one` or in what it differs. */
function compare(text: string, base: number): string {
  try {
    const fast = readFast(text, base);
    if (!fast) return 'left to the other one';
    return difference(parseWithYaml(text, base), fast) ?? 'same';
  } catch (error) {
    return `throws ${error}`;
  }
}

/** Reads a document as it stands in a file, between others: a reader that looks further than its end finds text that misleads. */
export function readFast(text: string, base: number): ParsedText | undefined {
  const after = text.endsWith('\n') ? '--- # another\n  "q: [' : '';
  return parseBlock('x'.repeat(base) + text + after, { start: base, end: base + text.length });
}
