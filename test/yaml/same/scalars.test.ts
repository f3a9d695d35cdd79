import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../support/fixtures.ts';
import { Both } from './both.ts';

const ROWS: [string, unknown][] = JSON.parse(readFileSync(join(ROOT, 'test/yaml/scalars.json'), 'utf8'));

/** Where a scalar can stand. */
const PLACES = [
  'v: %\n',
  'v: %',
  'v: % # why\n',
  'v:   %  \r\n',
  'v:\n  %\n',
  'v: "%"\n',
  "v: '%'\n",
  '- %\n',
  '- - %\n- %\n',
  '- v: %\n  w: %\n',
  '%: v\n',
  '"%": v\n',
  'a:\n  % : v\n  %: v\n',
  '%\n',
  'v: |\n  %\n',
  'v: &a %\nw: *a\n',
  'v: [%, %]\n',
  'v: {a: %}\n',
];

describe('both readers read the same in scalars that Kubernetes has its own mind about', () => {
  it('has their table', () => {
    expect(ROWS.length).toBeGreaterThan(100);
  });

  it.each(PLACES)('%j', (place) => {
    const both = new Both();
    for (const [source] of ROWS)
      both.document(
        place.replaceAll('%', () => source),
        3,
      );
    expect(both.differences).toEqual([]);
  });
});
