import { expect, it } from 'vitest';
import type { Field } from '../../src/yaml/field.ts';
import { readSource } from '../../src/yaml/read.ts';

const TEXT = `map: {a: 1}
empty-map: {}
list: [1, 2, 3]
empty-list: []
text: reviews
empty: ''
number: 80
yes: true
none: null
nothing:
open: \${HOST}
many: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, m: text, n: null}
`;

function root(): Field {
  const [document] = readSource('/a.yaml', TEXT).documents;
  if (!document) throw new Error('no document');
  return document.root;
}

it.each([...TEXT.matchAll(/^[\w-]+/gm)].map(([name]) => name).concat('absent'))(
  'says of the member %s without a handle what the handle says',
  (name) => {
    const owner = root();
    expect(owner.has(name)).toBe(owner.child(name).isSet);
    expect(owner.textOf(name)).toBe(owner.child(name).string);
    for (const inner of ['a', 'm', 'n', 'absent']) {
      expect(owner.child(name).has(inner)).toBe(owner.child(name).child(inner).isSet);
      expect(owner.child(name).textOf(inner)).toBe(owner.child(name).child(inner).string);
    }
  },
);

it('counts items and members alone', () => {
  const owner = root();
  const sizes = ['map', 'empty-map', 'list', 'empty-list', 'text', 'none', 'many', 'absent'];
  expect(sizes.map((name) => owner.child(name).size)).toEqual([1, 0, 3, 0, 0, 0, 14, 0]);
});

it('has its places, though the fields of the class are only declared', () => {
  const field = root().get('list', 1);
  expect([field.display, field.pointer, field.number]).toEqual(['list[1]', '/list/1', 2]);
  expect(field.parent?.name).toBe('list');
});
