import { describe, expect, it } from 'vitest';
import { CEL, celFailures } from '../../src/schemas/cel/failures.ts';
import type { SchemaError } from '../../src/schemas/violations.ts';

/** The error of a place where the rules that are named fail, and one more holds. */
function unmet(instancePath: string, ...failing: string[]): SchemaError {
  const rules = [['holds', () => true], ...failing.map((id) => [id, () => false])];
  return { instancePath, schemaPath: '', keyword: CEL, params: { value: {}, rules } };
}

describe('CEL rules that are not met', () => {
  const found = (errors: SchemaError[], broken: string[] = []) =>
    celFailures(errors, new Set(broken)).map(({ pointer, rule }) => `${pointer} ${rule}`);

  it('are those of a place before those below it, which a validator comes to first', () => {
    const errors = [
      unmet('/spec/http/0/match', 'a'),
      unmet('/spec/http/0', 'b', 'c'),
      unmet('/spec/http/10', 'd'),
      unmet('/spec/http/1', 'e'),
      unmet('/spec', 'f'),
      unmet('/status', 'g'),
    ];
    expect(found(errors)).toEqual([
      '/spec f',
      '/spec/http/0 b',
      '/spec/http/0 c',
      '/spec/http/0/match a',
      '/spec/http/10 d',
      '/spec/http/1 e',
      '/status g',
    ]);
  });

  it('are none where the shape is wrong, and nothing that another keyword says', () => {
    const shape: SchemaError = { instancePath: '/spec/host', schemaPath: '', keyword: 'type', params: {} };
    expect(found([shape, unmet('/spec/host', 'a'), unmet('/spec/port', 'b')], ['/spec/host', '/spec', ''])).toEqual([
      '/spec/port b',
    ]);
  });
});
