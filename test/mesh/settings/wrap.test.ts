import { describe, expect, it } from 'vitest';
import { wrapInList, wrapItems, wrapScalar } from '../../../src/mesh/settings/wrap.ts';
import type { Edit } from '../../../src/yaml/edit.ts';
import type { Field } from '../../../src/yaml/field.ts';
import { readSource } from '../../../src/yaml/read.ts';

function edited(text: string, edit: (root: Field) => Edit | undefined): string | undefined {
  const root = readSource('/manifest.yaml', text).documents[0]?.root;
  const made = root && edit(root);
  return made && text.slice(0, made.start) + made.text + text.slice(made.end);
}

describe('wrapScalar', () => {
  const wrap = (text: string) => edited(text, (root) => wrapScalar(root.get('d', 'old'), 'new', 'value'));

  it('gives a scalar a map of its own', () => {
    expect(wrap('d:\n  old: 10 # ten\n  b: 1\n')).toBe('d:\n  new: {value: 10} # ten\n  b: 1\n');
    expect(wrap('d: {old: 10s, b: 1}\n')).toBe('d: {new: {value: 10s}, b: 1}\n');
    expect(wrap('{"d": {"old": "10s"}}')).toBe('{"d": {"new": {"value": "10s"}}}');
  });

  it.each(['d: {old: 1, new: {}}', 'd: {old: [1]}', 'd: {}', 'd:\n  old: &a 1\n', 'a: &a {old: 1}\nd:\n  <<: *a\n'])(
    'leaves %j',
    (text) => expect(wrap(text)).toBeUndefined(),
  );
});

describe('wrapItems', () => {
  const wrap = (text: string) => edited(text, (root) => wrapItems(root.child('old'), 'new', 'exact'));

  it('gives each item a map', () => {
    expect(wrap('old:\n  - a\n  # second\n  - "*" # all\nb: 1\n')).toBe(
      'new:\n  - exact: a\n  # second\n  - exact: "*" # all\nb: 1\n',
    );
    expect(wrap('old: [a, "b"]\n')).toBe('new: [{exact: a}, {exact: "b"}]\n');
    expect(wrap('{"old": ["a"], "b": 1}')).toBe('{"new": [{"exact": "a"}], "b": 1}');
  });

  it.each(['old: []', 'old: [a, {b: 1}]', 'old: [a]\nnew: []', 'old: a', 'a: &a x\nold: [*a]', 'old: [&a x, *a]'])(
    'leaves %j',
    (text) => expect(wrap(text)).toBeUndefined(),
  );
});

describe('wrapInList', () => {
  const wrap = (text: string) => edited(text, (root) => wrapInList(root.child('old'), 'new'));

  it('makes a map the only item of a list', () => {
    expect(wrap('old:\n  kind: A\n\n  # which\n  name: b # b\nc: 1\n')).toBe(
      'new:\n  - kind: A\n\n    # which\n    name: b # b\nc: 1\n',
    );
    expect(wrap('old: {kind: A, name: b}\n')).toBe('new: [{kind: A, name: b}]\n');
    expect(wrap('{"old": {"kind": "A"}}')).toBe('{"new": [{"kind": "A"}]}');
    expect(wrap('old:\r\n  kind: A\r\n  name: b\r\n')).toBe('new:\r\n  - kind: A\r\n    name: b\r\n');
  });

  it.each(['old: {}', 'old: [a]', 'old: {a: 1}\nnew: []', 'a: &a {k: 1}\nold: *a', 'old:\n  a: |\n    text\n  b: 1\n'])(
    'leaves %j',
    (text) => expect(wrap(text)).toBeUndefined(),
  );
});
