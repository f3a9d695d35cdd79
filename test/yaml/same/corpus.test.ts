import { describe, expect, it } from 'vitest';
import { Both } from './both.ts';
import { own, some } from './corpus.ts';
import { REWRITES } from './rewrite.ts';

describe('both readers read the same', () => {
  it('in the examples and fixtures', () => {
    const both = Both.of(own());
    console.log(`examples and fixtures: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it.each(Object.entries(REWRITES))('in the examples and fixtures %s', (_, rewrite) => {
    const both = Both.of(some(own(), 400).map(({ where, text }, i) => ({ where, text: rewrite(text, i) })));
    expect(both.differences).toEqual([]);
  });
});
