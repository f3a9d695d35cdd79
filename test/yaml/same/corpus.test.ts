import { describe, expect, it } from 'vitest';
import { Both } from './both.ts';
import { conformance, HAS_CONFORMANCE, mutants, own, type Sample, webhook } from './corpus.ts';
import { REWRITES } from './rewrite.ts';

/** FUZZ=20 compares twenty times as many rewritten manifests; all of them is FUZZ=Infinity. */
const FACTOR = Number(process.env.FUZZ ?? 1);

function readBoth(samples: Sample[]): Both {
  const both = new Both();
  for (const { text, where } of samples) both.stream(text, where);
  return both;
}

/** About as many as wanted, from everywhere in the list. */
function some(samples: Sample[], count: number): Sample[] {
  const step = Math.max(1, Math.ceil(samples.length / (count * FACTOR)));
  return samples.filter((_, i) => i % step === 0);
}

describe('both readers read the same', () => {
  it('in the examples and fixtures', () => {
    const both = readBoth(own());
    console.log(`examples and fixtures: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it.each(Object.entries(REWRITES))('in the examples and fixtures %s', (_, rewrite) => {
    const both = readBoth(some(own(), 400).map(({ where, text }, i) => ({ where, text: rewrite(text, i) })));
    expect(both.differences).toEqual([]);
  });
});

describe.runIf(HAS_CONFORMANCE)('both readers read the same beside the checkout', () => {
  it('in every manifest', () => {
    const both = readBoth(conformance());
    console.log(`manifests: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it('in mutations of valid resources', () => {
    const both = readBoth([...mutants('open'), ...some(mutants('extra-open'), 1500)]);
    console.log(`mutations: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it('in resources that were written by a program', () => {
    const both = readBoth(webhook());
    console.log(`written by a program: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it.each(Object.entries(REWRITES))('in manifests %s', (_, rewrite) => {
    const both = readBoth(some(conformance(), 250).map(({ where, text }, i) => ({ where, text: rewrite(text, i) })));
    expect(both.differences).toEqual([]);
  });
});
