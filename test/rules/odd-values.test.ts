import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/index.ts';
import { readSource } from '../../src/yaml/read.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

/** The manifests of all fixtures, as plain values: one document each. */
const MANIFESTS = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .flatMap((path) => readSource(path, readFileSync(join(FIXTURES, path), 'utf8')).documents)
  .map(({ root }) => root.value)
  .filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null);

const ODD: readonly unknown[] = [
  ...[null, [], {}, '', 0, -1, 1.5, true, 'text', '*', '${VAR}', [null], [[]], [{}], { a: null }, { '': '' }],
  ...['1e309', '%', '/', '://', 'a.b.c.', '-', '('.repeat(50), 'x'.repeat(300), 2 ** 53, Number.MAX_VALUE],
];

/** Paths of all places of a value. */
function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...path, name]))];
}

function replaced(value: unknown, path: readonly string[], odd: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return odd;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, odd) : item));
  const members = value as Record<string, unknown>;
  return { ...members, [name]: replaced(members[name], rest, odd) };
}

describe('odd values', () => {
  it('make no rule throw, in whatever place', async () => {
    const manifest = fc.constantFrom(...MANIFESTS);
    const cases = fc.tuple(manifest, fc.nat(), fc.constantFrom(...ODD)).map(([value, seed, odd]) => {
      const places = placesOf(value);
      return JSON.stringify(replaced(value, places[seed % places.length] ?? [], odd));
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cases, { minLength: 40, maxLength: 40 }), async (documents) => {
        const overlay = new Map(documents.map((text, index) => [`/odd/${index}.yaml`, text]));
        const { report } = await lint({ cwd: '/odd', overlay, presets: ['all'] });
        expect(report.files.length).toBe(documents.length);
      }),
      { numRuns: 60, seed: 7 },
    );
  }, 120_000);
});
