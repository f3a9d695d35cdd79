import { describe, expect, it } from 'vitest';
import { parseWithYaml } from '../../../src/yaml/parse.ts';
import { Both, readFast } from './both.ts';

const MANY = 20_000;

const LONG: Record<string, string> = {
  'empty lines': `a:${'\n'.repeat(MANY)}  b: 1\n`,
  'lines of spaces': `a: 1\n${`${' '.repeat(200)}\n`.repeat(500)}b: 2\n`,
  'lines of comments': `a:\n${'  # x\n'.repeat(MANY)}  b: 1\n`,
  'comments at the end': `a: 1\n${'# x\n'.repeat(MANY)}`,
  'a wide value': `a:${' '.repeat(MANY)}b${' '.repeat(MANY)}# c\n`,
  'a wide key': `a${' '.repeat(MANY)}: b\n`,
  'a long key': `${'a'.repeat(MANY)}: b\n`,
  'a line of quotes': `a: ${'"'.repeat(MANY)}\n`,
  'a line of colons': `a${':'.repeat(MANY)}\n`,
  'a line of hashes': `a: b${' #'.repeat(MANY)}\n`,
  'a value of words with colons': `a: ${'b:c '.repeat(MANY)}\n`,
  'a plain scalar of many lines': `a:\n${'  b\n'.repeat(MANY)}`,
  'a quoted scalar of many lines': `a: "${'b\n  '.repeat(MANY)}"\n`,
  'a quoted scalar of many escapes': `a: "${'\\n'.repeat(MANY)}"\n`,
  'a quoted scalar without an end': `a: "${'b\n  '.repeat(MANY)}`,
  'a block scalar': `a: |\n${'  b\n'.repeat(MANY)}${'\n'.repeat(MANY)}`,
  'a folded scalar': `a: >\n${'  b\n\n'.repeat(MANY)}`,
  'a folded scalar of empty lines': `a: >-\n  b\n${'\n'.repeat(MANY)}  c\nd: 1\n`,
  'many keys': Array.from({ length: MANY }, (_, i) => `k${i}: v\n`).join(''),
  'one key many times': 'a: 1\n'.repeat(2000),
  'many items': '- a\n'.repeat(MANY),
  'many maps': '- a: 1\n  b:\n  - c\n'.repeat(MANY / 4),
};

describe('texts that are long in one respect', () => {
  it.each(Object.entries(LONG))('%s', (_, text) => {
    const both = new Both();
    both.document(text, 0);
    expect(both.differences.map((found) => found.slice(0, 200))).toEqual([]);
  });

  it.each(Object.entries(LONG))('%s take the fast reader no longer than the other one', (_, text) => {
    readFast(text, 0);
    const fast = elapsed(() => readFast(text, 0));
    const slow = elapsed(() => parseWithYaml(text, 0));
    expect(fast).toBeLessThan(slow + 30);
  });
});

function elapsed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** One more level with each line or indicator. */
const DEEP: Record<string, (levels: number) => string> = {
  'maps in maps': (levels) => `${Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:\n`).join('')} 1\n`,
  'lists in lists': (levels) => `${'- '.repeat(levels)}a\n`,
  'lists in lists, each on its line': (levels) =>
    `${Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}-\n`).join('')}${' '.repeat(levels)}a\n`,
  'maps in lists': (levels) =>
    `${Array.from({ length: levels }, (_, i) => `${'  '.repeat(i)}- a:\n`).join('')}${'  '.repeat(levels)}1\n`,
};

describe('texts that are deep', () => {
  it.each(Object.entries(DEEP))('%s', (_, write) => {
    for (const levels of [1, 2, 20, 99, 100, 101, 300]) {
      const both = new Both();
      both.document(write(levels), 0);
      expect(both.differences.map((found) => found.slice(0, 200))).toEqual([]);
    }
  });

  it.each(Object.entries(DEEP))('%s, so deep that the stack ends, are left to the other one', (_, write) => {
    expect(readFast(write(2000), 0)).toBeUndefined();
  });
});
