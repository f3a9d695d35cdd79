import { describe, expect, it } from 'vitest';
import { applyFixes, type NamedFix } from '../../src/fix/apply.ts';

const fix = (start: number, end: number, text: string, ruleId = 'a/b'): NamedFix => ({
  ruleId,
  range: [start, end],
  text,
});
const always = () => true;

describe('applyFixes', () => {
  it('makes all that lie apart, in whatever order they come', () => {
    expect(applyFixes('abcdef', [fix(4, 5, 'E'), fix(0, 1, 'AA'), fix(2, 3, '')], always)).toEqual({
      text: 'AAbdEf',
      count: 3,
    });
  });

  it('leaves what overlaps or touches for the next pass', () => {
    expect(applyFixes('abcdef', [fix(0, 2, '1'), fix(1, 3, '2'), fix(3, 4, '3')], always).text).toBe('1c3ef');
    expect(applyFixes('abcdef', [fix(0, 2, '1'), fix(2, 3, '2')], always)).toEqual({ text: '1cdef', count: 1 });
    expect(applyFixes('abc', [fix(1, 1, 'x', 'a/b'), fix(1, 1, 'y', 'c/d')], always)).toEqual({
      text: 'axbc',
      count: 1,
    });
  });

  it('makes once what is wanted twice, and nothing where a rule wants two things of one place', () => {
    expect(applyFixes('abc', [fix(0, 1, 'x'), fix(0, 1, 'x')], always)).toEqual({ text: 'xbc', count: 1 });
    expect(applyFixes('abc', [fix(0, 1, 'x'), fix(0, 1, 'y'), fix(2, 3, 'z')], always).text).toBe('abz');
  });

  it('keeps the good ones where all together are not', () => {
    const withoutQuote = (text: string) => !text.includes('"');
    expect(applyFixes('abc', [fix(0, 1, 'x'), fix(1, 2, '"'), fix(2, 3, 'z')], withoutQuote)).toEqual({
      text: 'xbz',
      count: 2,
    });
    expect(applyFixes('abc', [fix(0, 1, '"')], withoutQuote)).toEqual({ text: 'abc', count: 0 });
  });

  it('makes no change without fixes', () => {
    expect(applyFixes('abc', [], always)).toEqual({ text: 'abc', count: 0 });
  });
});
