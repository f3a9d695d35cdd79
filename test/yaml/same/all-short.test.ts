import { describe, expect, it } from 'vitest';
import { Both } from './both.ts';

/** FUZZ=10 reads texts that are longer by one piece. */
const MORE = Number(process.env.FUZZ ?? 1) >= 10 ? 1 : 0;

interface Short {
  /** What each text begins and ends with. */
  before?: string;
  after?: string;
  pieces: string[];
  longest: number;
}

const LINES = ['a:', 'b: 1', '- a', '- b: 1', '  a: 1', '  - c', '    d', '  -', '', '# c', '   ', ' e'];

const SHORT: Record<string, Short> = {
  characters: { pieces: ['a', ':', ' ', '\n', '-', '#'], longest: 6 },
  'characters of values': { before: 'a: ', pieces: ['a', ':', ' ', '\n', '-', '#', '"', ','], longest: 5 },
  'quoted values': { before: 'a: ', pieces: ['a', '"', "'", '\n', ' ', '\\', ': ', ' #'], longest: 5 },
  'quoted values of several lines': {
    before: 'a: "b',
    after: '"\n',
    pieces: ['\n', ' ', 'c', '\t', '\\', '\r'],
    longest: 5,
  },
  'quoted keys': { before: '"a', pieces: ['"', ':', ' ', '\n', 'b', '#', "'"], longest: 5 },
  'block scalars': { before: 'a: |', pieces: ['\n', ' ', 'b', '-', '+', '2', '#', '\t'], longest: 5 },
  'folded scalars': { before: 'a: >', pieces: ['\n', ' ', 'b', '\n  b', '\n   ', '-', '+'], longest: 5 },
  'folded scalars in lists': {
    before: '- >\n  a',
    pieces: ['\n', '\n ', '\n  b', '\n   c', '\n  ', '\n- d', '\n# e', '\t'],
    longest: 5,
  },
  'lines of maps and lists': { pieces: LINES.map((line) => `${line}\n`), longest: 4 },
  'lines within a list': {
    before: '- a: 1\n',
    pieces: [...LINES.map((line) => `${line}\n`), '  b:\n', '  c: |\n'],
    longest: 3,
  },
  indicators: { pieces: ['?', '!', '&a', '*a', ' ', ': ', '- ', '\n', '@', '`', '%', '|', '{', ']'], longest: 4 },
  'ends of documents': { before: 'a: 1\n', pieces: ['...', '---', '\n', ' ', '#', 'b: 2', '%', '\ufeff'], longest: 4 },
  'beginnings of documents': {
    after: 'a: 1\n',
    pieces: ['...', '---', '\n', ' ', '#', '%YAML 1.2', '\ufeff', '\t'],
    longest: 4,
  },
  'line ends': { pieces: ['a', ': ', '\r', '\n', ' ', '#', '- '], longest: 6 },
  tabs: { pieces: ['a', ': ', '\t', '\n', ' ', '#', '-'], longest: 5 },
};

describe('both readers read the same in all short texts of', () => {
  it.each(Object.entries(SHORT))('%s', (_, { before = '', after = '', pieces, longest }) => {
    const both = new Both();
    for (const text of texts(pieces, longest + MORE)) both.document(before + text + after, 0);
    expect(both.differences).toEqual([]);
    expect(both.taken).toBeGreaterThan(0);
  });
});

function* texts(pieces: string[], longest: number): Generator<string> {
  yield '';
  if (longest > 0) for (const text of texts(pieces, longest - 1)) for (const piece of pieces) yield piece + text;
}
