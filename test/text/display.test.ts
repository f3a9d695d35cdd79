import { describe, expect, test } from 'vitest';
import { displayLine, oneLine, printable, textWidth } from '../../src/text/display.ts';

describe('width', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['äöü', 3],
    ['値', 2],
    ['한글', 4],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['🚀', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🏳️‍🌈', 2],
    ['🇩🇪', 2],
    ['✖ ✔', 3],
    ['שלום', 4],
    ['\u1112\u1161\u11ab', 2],
  ])('of %j is %i', (text, cells) => {
    expect(textWidth(text)).toBe(cells);
  });
});

describe('printable', () => {
  test.each([
    ['plain', 'plain'],
    ['\x00\x1b\x7f', '␀␛␡'],
    ['\x9b', '<U+009B>'],
    ['\u2066a\u2069', '<U+2066>a<U+2069>'],
    ['\ud83d', '<U+D83D>'],
    ['\u{e0041}', '<U+E0041>'],
    ['👩‍👧', '👩‍👧'],
    ['a\tb', 'a␉b'],
  ])('%j becomes %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('line ends become a space where one line is asked for', () => {
    expect(oneLine('a\r\n  b\u2028c\n')).toBe('a b c ');
  });
});

describe('slices', () => {
  test('cut wide characters to spaces', () => {
    expect(displayLine('a値b').slice(0, 2)).toBe('a ');
    expect(displayLine('a値b').slice(2, 4)).toBe(' b');
    expect(displayLine('a値b').slice(1, 3)).toBe('値');
  });

  test('keep marks with what they stand on', () => {
    expect(displayLine('ae\u0301b').slice(1, 2)).toBe('e\u0301');
  });

  test('columns inside a character are its start, columns past the end go on', () => {
    const line = displayLine('🚀b');
    expect([0, 1, 2, 3, 5].map((column) => line.cellOf(column))).toEqual([0, 0, 2, 3, 5]);
  });
});
