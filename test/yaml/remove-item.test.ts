import { expect, it } from 'vitest';
import { readSource } from '../../src/yaml/read.ts';
import { removeItem } from '../../src/yaml/remove-item.ts';

function without(text: string, index: number): string | undefined {
  const item = readSource('/manifest.yaml', text).documents[0]?.root.get('a', index);
  const edit = item && removeItem(item);
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

it.each([
  ['a line of a block', 'a:\n  - x\n  - y\n  - x\nb: 1\n', 2, 'a:\n  - x\n  - y\nb: 1\n'],
  ['a line with CRLF', 'a:\r\n  - x\r\n  - y\r\n', 1, 'a:\r\n  - x\r\n'],
  ['the last line without newline', 'a:\n- x\n- "x"', 1, 'a:\n- x'],
  ['an item of a flow list', 'a: [x, y, z] # three\n', 1, 'a: [x, z] # three\n'],
  ['an item before a comma at the end', 'a: ["x", "y",]\n', 1, 'a: ["x",]\n'],
  ['an item after a comment on the one before', 'a:\n  - x # why\n  - y\nb: 1\n', 1, 'a:\n  - x # why\nb: 1\n'],
  ['an item of JSON', '{"a": [\n  "x",\n  "y"\n]}\n', 1, '{"a": [\n  "x"\n]}\n'],
])('removes %s', (_, text, index, wanted) => expect(without(text, index)).toBe(wanted));

it.each([
  ['the first item', 'a: [x, y]\n', 0],
  ['an item beyond', 'a: [x, y]\n', 2],
  ['what is no list', 'a: x\n', 0],
  ['an item after a line of comment', 'a:\n  - x\n  # why\n  - y\n', 1],
  ['an item before a comment', 'a:\n  - x\n  - y # why\n', 1],
  ['an item of a flow list before a comment', 'a: [x,\n  y, # why\n]\n', 1],
  ['a map', 'a:\n  - x\n  - {b: 1}\n', 1],
  ['an item after a map', 'a:\n  - {b: 1}\n  - x\n', 1],
  ['a text block', 'a:\n  - x\n  - |\n    y\n', 1],
  ['an alias', 'a:\n  - &x x\n  - *x\n', 1],
  ['an item of a shared list', 'a: &list\n  - x\n  - y\nb: *list\n', 1],
  ['an item with a tag', 'a:\n  - x\n  - !!str y\n', 1],
])('leaves %s alone', (_, text, index) => expect(without(text, index)).toBeUndefined());
