import { expect, it } from 'vitest';
import { matchesGlob } from '../../src/mesh/externals.ts';

it.each([
  ['web', 'web', true],
  ['web', 'we', false],
  ['web', '*', true],
  ['', '*', true],
  ['api.example.com', '*.example.com', true],
  ['example.com', '*.example.com', false],
  ['shop/web-1', 'shop/web-*', true],
  ['a-b-c', 'a*b*c', true],
  ['abc', 'a*bc*c', false],
  ['aba', 'ab*ba', false],
])('%s as %s: %s', (name, glob, expected) => {
  expect(matchesGlob(name, glob)).toBe(expected);
});
