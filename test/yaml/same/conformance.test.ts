import { describe, expect, it } from 'vitest';
import { toValue } from '../../../src/yaml/node.ts';
import { parseWithYaml } from '../../../src/yaml/parse.ts';
import { splitDocuments } from '../../../src/yaml/split.ts';
import { Both, readFast } from './both.ts';
import { conformance, HAS_CONFORMANCE, mutants, some, webhook } from './corpus.ts';
import { REWRITES } from './rewrite.ts';

describe.runIf(HAS_CONFORMANCE)('both readers read the same beside the checkout', () => {
  it('in every manifest', () => {
    const both = Both.of(conformance());
    console.log(`manifests: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.share).toBeGreaterThan(80);
  });

  it('in the texts that stand in its strings', () => {
    const both = new Both();
    for (const text of new Set(conformance().flatMap(({ text }) => textsWithin(text)))) both.document(text, 0);
    console.log(`texts in strings: ${both}`);
    expect(both.differences).toEqual([]);
    expect(both.taken).toBeGreaterThan(100);
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

/** Configuration, programs, certificates: the strings of several lines. */
function textsWithin(text: string): string[] {
  return splitDocuments(text).flatMap(({ start, end }) => {
    const document = text.slice(start, end);
    const { root } = readFast(document, 0) ?? parseWithYaml(document, 0);
    return root ? longStrings(toValue(root)) : [];
  });
}

function longStrings(value: unknown): string[] {
  if (typeof value === 'string') return /\n./.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(longStrings) : [];
}
