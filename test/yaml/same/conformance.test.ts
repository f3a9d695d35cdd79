import { describe, expect, it } from 'vitest';
import { Both } from './both.ts';
import { conformance, HAS_CONFORMANCE, mutants, some, webhook } from './corpus.ts';
import { REWRITES } from './rewrite.ts';

describe.runIf(HAS_CONFORMANCE)('both readers read the same beside the checkout', () => {
  it('in every manifest', () => {
    const both = Both.of(conformance());
    console.log(`manifests: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it('in mutations of valid resources', () => {
    const both = Both.of([...mutants('open'), ...some(mutants('extra-open'), 1500)]);
    console.log(`mutations: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it('in resources that were written by a program', () => {
    const both = Both.of(webhook());
    console.log(`written by a program: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it.each(Object.entries(REWRITES))('in manifests %s', (_, rewrite) => {
    const both = Both.of(some(conformance(), 250).map(({ where, text }, i) => ({ where, text: rewrite(text, i) })));
    expect(both.differences).toEqual([]);
  });
});
