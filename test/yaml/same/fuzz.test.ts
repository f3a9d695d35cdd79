import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Both } from './both.ts';
import { damaged, written } from './written.ts';

/** FUZZ=50 reads fifty times as many texts. */
const RUNS = 6_000 * Number(process.env.FUZZ ?? 1);

describe('both readers read the same in texts that nobody has seen', () => {
  it.each([
    { name: 'as people write them', texts: written, least: 15 },
    { name: 'with some characters changed', texts: damaged, least: 7 },
  ])('$name', { timeout: 0 }, ({ name, texts, least }) => {
    const all = new Both();
    fc.assert(
      fc.property(texts, fc.constantFrom(0, 1000), (text, base) => {
        const both = new Both();
        both.document(text, base);
        all.add(both);
        expect(both.differences).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    console.log(`${name}: ${all}`);
    expect(all.share).toBeGreaterThan(least);
  });
});
