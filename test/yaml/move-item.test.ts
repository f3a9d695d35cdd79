import { describe, expect, it } from 'vitest';
import { moveToEnd } from '../../src/yaml/move-item.ts';
import { readSource } from '../../src/yaml/read.ts';

function moved(text: string, index = 0): string | undefined {
  const item = readSource('/manifest.yaml', text).documents[0]?.root.get('a', index);
  const edit = item && moveToEnd(item);
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

describe('in a block', () => {
  it.each([
    ['maps', 'a:\n  - x: 1\n    y: 2\n  - z: 3\nb: 1\n', 'a:\n  - z: 3\n  - x: 1\n    y: 2\nb: 1\n'],
    ['empty lines', 'a:\n  - x: 1\n\n  - z: 3\nb: 1\n', 'a:\n  - z: 3\n\n  - x: 1\nb: 1\n'],
    ['CRLF', 'a:\r\n  - x: 1\r\n  - z: 3\r\n', 'a:\r\n  - z: 3\r\n  - x: 1\r\n'],
    ['dashes of other widths', 'a:\n-   x: 1\n    y: 1\n- z: 3\n', 'a:\n- z: 3\n-   x: 1\n    y: 1\n'],
    ['a dash on its own line', 'a:\n  -\n    x: 1\n  - z: 3\n', 'a:\n  - z: 3\n  -\n    x: 1\n'],
    ['members without a value', 'a:\n  - x:\n  - z: 3\nb: 1\n', 'a:\n  - z: 3\n  - x:\nb: 1\n'],
    ['a last member without a value', 'a:\n  - z: 3\n  - x:\nb: 1\n', 'a:\n  - x:\n  - z: 3\nb: 1\n'],
    ['flow maps', 'a:\n  - {}\n  - z: 3\nb: 1\n', 'a:\n  - z: 3\n  - {}\nb: 1\n'],
    ['text blocks', 'a:\n  - z: 3\n  - x: |\n      one\nb: 1\n', 'a:\n  - x: |\n      one\n  - z: 3\nb: 1\n'],
    ['no newline at the end', 'a:\n  - x: 1\n  - z: 3', 'a:\n  - z: 3\n  - x: 1'],
  ])('%s', (_, text, wanted) => expect(moved(text)).toBe(wanted));
});

it('keeps the style of a flow list', () => {
  expect(moved('a: [{x: 1}, {y: 1} , {z: 2}]\n', 1)).toBe('a: [{x: 1}, {z: 2} , {y: 1}]\n');
  expect(moved('{"a": [\n  {"x": 1},\n  {"y": 2}\n]}\n')).toBe('{"a": [\n  {"y": 2},\n  {"x": 1}\n]}\n');
});

it.each([
  ['the last item', 'a: [1, 2]\n', 1],
  ['no item', 'a: 1\n', 0],
  ['an index beyond', 'a: [1, 2]\n', 5],
  ['a comment between', 'a:\n  - x: 1\n  # the rest\n  - z: 3\n', 0],
  ['a comment behind', 'a:\n  - x: 1 # for all\n  - z: 3\n', 0],
  ['an anchor', 'a:\n  - &x {x: 1}\n  - z: 3\n', 0],
  ['an alias', 'b: &x {x: 1}\na:\n  - z: 3\n  - *x\n', 0],
  ['a list under an anchor', 'a: &list\n  - x: 1\n  - z: 3\nb: *list\n', 0],
  ['a text block that keeps its empty lines', 'a:\n  - x: |+\n      one\n\n  - z: 3\n', 0],
])('leaves %s alone', (_, text, index) => expect(moved(text, index)).toBeUndefined());
