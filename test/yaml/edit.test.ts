import { describe, expect, it } from 'vitest';
import { type Edit, insertFirstItem, insertMember, replaceMember, rewriteString } from '../../src/yaml/edit.ts';
import type { Field } from '../../src/yaml/field.ts';
import { readSource } from '../../src/yaml/read.ts';

function edited(text: string, edit: (root: Field) => Edit | undefined): string | undefined {
  const root = readSource('/manifest.yaml', text).documents[0]?.root;
  const made = root && edit(root);
  return made && text.slice(0, made.start) + made.text + text.slice(made.end);
}

describe('replaceMember', () => {
  const replace = (text: string) =>
    edited(text, (root) => replaceMember(root.get('spec', 'selector'), 'refs:\n  - name: x', 'refs: [{name: x}]'));

  it('keeps the style and what stands around', () => {
    expect(replace('spec:\n  selector:\n    matchLabels:\n      a: b\n  rules: []\n')).toBe(
      'spec:\n  refs:\n    - name: x\n  rules: []\n',
    );
    expect(replace('spec:\n  selector: {matchLabels: {a: b}}\n')).toBe('spec:\n  refs:\n    - name: x\n');
    expect(replace('spec: {selector: {matchLabels: {a: b}}, rules: []}\n')).toBe(
      'spec: {refs: [{name: x}], rules: []}\n',
    );
  });

  it('leaves comments and shared text alone', () => {
    expect(replace('spec:\n  selector:\n    # why\n    matchLabels: {a: b}\n')).toBeUndefined();
    expect(replace('spec:\n  selector: &s\n    matchLabels: {a: b}\nother: *s\n')).toBeUndefined();
    expect(replace('spec:\n  rules: []\n')).toBeUndefined();
  });
});

describe('insertMember', () => {
  const add = (text: string, ...path: (string | number)[]) =>
    edited(text, (root) => insertMember(root.get(...path), 'weight', 10));

  it('writes a line of its own in a block', () => {
    expect(add('a:\n  - host: x\n    port: 1\n', 'a', 0, 'host')).toBe(
      'a:\n  - weight: 10\n    host: x\n    port: 1\n',
    );
  });

  it('stays on the line in a flow map', () => {
    expect(add('a: [{host: x}]\n', 'a', 0, 'host')).toBe('a: [{weight: 10, host: x}]\n');
  });

  it('quotes as JSON does', () => {
    expect(add('{"a": [{"host": "x"}]}', 'a', 0, 'host')).toBe('{"a": [{"weight": 10, "host": "x"}]}');
    expect(edited('{"kind": "x"}', (root) => insertMember(root.child('kind'), 'group', ''))).toBe(
      '{"group": "", "kind": "x"}',
    );
  });

  it('writes an empty string so that it is one', () => {
    expect(edited('kind: x\n', (root) => insertMember(root.child('kind'), 'group', ''))).toBe('group: ""\nkind: x\n');
  });

  it('leaves text alone that an anchor shares', () => {
    expect(add('a:\n  - &x\n    host: x\n  - *x\n', 'a', 0, 'host')).toBeUndefined();
    expect(add('a:\n  - &x\n    host: x\n  - *x\n', 'a', 1, 'host')).toBeUndefined();
    expect(add('a: &all\n  - host: x\nb: *all\n', 'a', 0, 'host')).toBeUndefined();
    expect(add('a: &x\n  host: x\nb:\n  <<: *x\n', 'b', 'host')).toBeUndefined();
  });

  it('answers nothing for what is not there', () => {
    expect(add('a: 1\n', 'b', 0, 'host')).toBeUndefined();
  });
});

describe('rewriteString', () => {
  const write = (text: string, value: string) => edited(text, (root) => rewriteString(root.child('a'), value));

  it('keeps quotes and their absence', () => {
    expect(write('a: TCP # why\n', 'TLS')).toBe('a: TLS # why\n');
    expect(write('a: "TCP"\n', 'TLS')).toBe('a: "TLS"\n');
    expect(write('{"a": "TCP"}', 'TLS')).toBe('{"a": "TLS"}');
    expect(write('a: core\n', '')).toBe('a: ""\n');
  });

  it('leaves anchors, maps and nothing alone', () => {
    expect(write('a: &x TCP\nb: *x\n', 'TLS')).toBeUndefined();
    expect(write('a: {b: 1}\n', 'TLS')).toBeUndefined();
    expect(write('b: TCP\n', 'TLS')).toBeUndefined();
  });
});

describe('insertFirstItem', () => {
  const add = (text: string) => edited(text, (root) => insertFirstItem(root.child('a'), './*'));

  it('follows the style of the list', () => {
    expect(add('a:\n  - x/*\n  - y/*\n')).toBe('a:\n  - "./*"\n  - x/*\n  - y/*\n');
    expect(add('a:\n- "x/*"\n')).toBe('a:\n- "./*"\n- "x/*"\n');
    expect(add('a: [x/*]\n')).toBe('a: ["./*", x/*]\n');
    expect(add('{"a": ["x/*"]}')).toBe('{"a": ["./*", "x/*"]}');
  });

  it('leaves empty lists, anchors and what is no list alone', () => {
    expect(add('a: []\n')).toBeUndefined();
    expect(add('a:\n  - &x x/*\nb: *x\n')).toBeUndefined();
    expect(add('a: &list\n  - x/*\nb: *list\n')).toBeUndefined();
    expect(add('a: x\n')).toBeUndefined();
  });
});
