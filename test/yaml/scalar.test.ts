import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../src/yaml/read.ts';

/** Texts after `v: `, and what sigs.k8s.io/yaml v1.6.0 makes of them; "ERROR" where it refuses. */
const ROWS: [string, unknown][] = JSON.parse(readFileSync(join(import.meta.dirname, 'scalars.json'), 'utf8'));

function read(text: string): unknown {
  const [document] = readSource('test.yaml', text).documents;
  return document === undefined || document.problems.length > 0 ? 'ERROR' : document.root.value;
}

describe('scalars mean what Kubernetes means', () => {
  it.each(ROWS)('v: %s', (source, wanted) => {
    expect(read(`v: ${source}\n`)).toEqual(wanted === 'ERROR' ? 'ERROR' : { v: wanted });
  });

  it.each([
    ['on: 1', { true: 1 }],
    ['1: a', { '1': 'a' }],
    ['0x10: a', { '16': 'a' }],
    ['null: 1', 'ERROR'],
    ['~: 1', 'ERROR'],
    ['v: [foo, .]', { v: ['foo', '.'] }],
    ['v: [1.2.3.4, 001:db8::]', { v: ['1.2.3.4', '001:db8::'] }],
    ['v: {a: 1, b}', { v: { a: 1, b: null } }],
    ['v: "\\/"', 'ERROR'],
    ['v: "a\\\\/b"', { v: 'a\\/b' }],
    ['? [a]\n: b', 'ERROR'],
  ])('%s', (source, wanted) => {
    expect(read(`${source}\n`)).toEqual(wanted);
  });
});
