import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/yaml/edit.ts';
import type { Field } from '../../src/yaml/field.ts';
import { deleteMember, insertMap, moveMember } from '../../src/yaml/move.ts';
import { readSource } from '../../src/yaml/read.ts';

function edited(text: string, edit: (root: Field) => Edit | undefined): string | undefined {
  const root = readSource('/manifest.yaml', text).documents[0]?.root;
  const made = root && edit(root);
  return made && text.slice(0, made.start) + made.text + text.slice(made.end);
}

describe('deleteMember', () => {
  const drop = (text: string, ...path: (string | number)[]) => edited(text, (root) => deleteMember(root.get(...path)));

  it('takes the whole line, and the comment behind it', () => {
    expect(drop('a:\n  b: 1\n  c: 2 # two\n  d: 3\n', 'a', 'c')).toBe('a:\n  b: 1\n  d: 3\n');
    expect(drop('a:\r\n  b: 1\r\n  c: "2"', 'a', 'c')).toBe('a:\r\n  b: 1\r\n');
    expect(drop('a:\n  b:\n  c: 1\n', 'a', 'b')).toBe('a:\n  c: 1\n');
  });

  it('takes the map too where nothing else is in it', () => {
    expect(drop('m:\n  a:\n    b: 1\n  c: 2\n', 'm', 'a', 'b')).toBe('m:\n  c: 2\n');
    expect(drop('m:\n  a:\n    b: 1\n', 'm', 'a', 'b')).toBeUndefined();
  });

  it.each([
    ['a line that others share', 'a: {b: 1, c: 2}\n', ['a', 'b']],
    ['the first member of an item', 'a:\n  - b: 1\n    c: 2\n', ['a', 0, 'b']],
    ['what is no scalar', 'a:\n  b: [1]\n  c: 2\n', ['a', 'b']],
    ['text of several lines', 'a:\n  b: |\n    text\n  c: 2\n', ['a', 'b']],
    ['text that an anchor shares', 'x: &x\n  b: 1\n  c: 2\na: *x\n', ['x', 'b']],
    ['a merged member', 'x: &x {b: 1}\na:\n  <<: *x\n  c: 1\n', ['a', 'b']],
    ['what is not there', 'a:\n  b: 1\n', ['a', 'c']],
  ])('leaves %s alone', (_, text, path) => {
    expect(drop(text, ...path)).toBeUndefined();
  });
});

describe('moveMember', () => {
  const move = (text: string) =>
    edited(text, (root) => moveMember(root.get('from', 'it'), root.get('to', 'labels').entries()[0] ?? root));

  it('moves down and up, as it was written', () => {
    expect(move('from:\n  it: "false"\n  b: 1\nto:\n  labels:\n    app: x\n')).toBe(
      'from:\n  b: 1\nto:\n  labels:\n    it: "false"\n    app: x\n',
    );
    expect(move('to:\n  labels:\n    app: x\nfrom:\n  b: 1\n  it: "false"\nlast: 1\n')).toBe(
      'to:\n  labels:\n    it: "false"\n    app: x\nfrom:\n  b: 1\nlast: 1\n',
    );
  });

  it('leaves no empty map behind', () => {
    expect(move('from:\n  it: 1\nto:\n  labels:\n    app: x\n')).toBe('to:\n  labels:\n    it: 1\n    app: x\n');
  });

  it.each([
    ['a flow map', 'from:\n  it: 1\n  b: 1\nto:\n  labels: {app: x}\n'],
    ['shared text', 'from:\n  it: 1\n  b: 1\nto: &to\n  labels:\n    app: x\nalso: *to\n'],
    ['nowhere', 'from:\n  it: 1\n  b: 1\nto:\n  labels: {}\n'],
    ['nothing', 'from:\n  b: 1\nto:\n  labels:\n    app: x\n'],
  ])('does not move into or out of %s', (_, text) => {
    expect(move(text)).toBeUndefined();
  });
});

describe('insertMap', () => {
  const add = (text: string) => edited(text, (root) => insertMap(root.get('m', 'name'), 'labels', 'a/b', 'on'));

  it('follows the style of the map', () => {
    expect(add('m:\n  name: x\n')).toBe('m:\n  labels:\n    a/b: on\n  name: x\n');
    expect(add('m: {name: x}\n')).toBe('m: {labels: {a/b: on}, name: x}\n');
    expect(add('{"m": {"name": "x"}}')).toBe('{"m": {"labels": {"a/b":"on"}, "name": "x"}}');
  });

  it('adds nothing to what is shared or missing', () => {
    expect(add('m: &m\n  name: x\nn: *m\n')).toBeUndefined();
    expect(add('m: {}\n')).toBeUndefined();
  });
});
