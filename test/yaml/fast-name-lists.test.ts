import { expect, it } from 'vitest';
import { sharedList } from '../../src/yaml/fast/name-lists.ts';
import { readSource } from '../../src/yaml/read.ts';

it('answers the same list for the same names, and never the one that it is given', () => {
  const names = ['kind', 'metadata', 'name'];
  const list = sharedList(names);
  names.push('spec');
  expect(list).toEqual(['kind', 'metadata', 'name']);
  expect(sharedList(['kind', 'metadata', 'name'])).toBe(list);
  expect(sharedList(names)).toEqual(['kind', 'metadata', 'name', 'spec']);
});

it('tells lists apart that are of like names, in another order, or begin alike', () => {
  const lists = [['host', 'port'], ['hops', 'pope'], ['port', 'host'], ['host'], []];
  for (const names of lists) expect(sharedList(names)).toEqual(names);
  expect(new Set(lists.map(sharedList)).size).toBe(lists.length);
});

it('forgets lists in the end, but none that a document holds', () => {
  const first = sharedList(['a', 'b']);
  for (let i = 0; i < 5000; i++) sharedList([`name-${i}`, 'b']);
  expect(first).toEqual(['a', 'b']);
  expect(sharedList(['a', 'b'])).toEqual(['a', 'b']);
});

it('is what documents of like names have in common', () => {
  const { documents } = readSource(
    '/a.yaml',
    'kind: A\nspec:\n  b: 1\n---\nkind: B\nspec:\n  b: 2\n---\nkind: B\nb: 1\n',
  );
  const [first, second, third] = documents.map(({ fieldNames }) => fieldNames);
  expect([...(first ?? [])].sort()).toEqual(['b', 'kind', 'spec']);
  expect(second).toBe(first);
  expect(third).toEqual(['kind', 'b']);
});
