import { describe, expect, it } from 'vitest';
import { readEmbedded } from '../../src/yaml/embedded.ts';
import type { Field } from '../../src/yaml/field.ts';
import { readSource } from '../../src/yaml/read.ts';

function embedded(text: string): Field | undefined {
  const [document] = readSource('test.yaml', text).documents;
  return document && readEmbedded(document.root.get('data', 'mesh'))?.root;
}

describe('configuration in a string', () => {
  it.each([
    ['a literal block', 'data:\n  mesh: |-\n    a: 1\n    b:\n      c: deep\n', ['b', 'c'], 'deep'],
    ['an indentation indicator', 'data:\n  mesh: |2\n    a: 1\n    b: {c: deep}\n', ['b', 'c'], 'deep'],
    ['blank lines and CRLF', 'data:\r\n  mesh: |\r\n\r\n    a: 1\r\n\r\n    b: deep\r\n', ['b'], 'deep'],
    ['a plain text', 'data:\n  mesh: "{a: 1, b: deep}"\n', ['b'], 'deep'],
  ])('%s knows its places', (_, text, path, wanted) => {
    const field = embedded(text)?.get(...path);
    const { line = 0, column = 0, endColumn = 0 } = field?.range ?? {};
    expect(text.split(/\r?\n/)[line - 1]?.slice(column - 1, endColumn - 1)).toBe(wanted);
    expect(field?.value).toBe(wanted);
  });

  it('points at the string where text and value do not run in step', () => {
    const field = embedded('data:\n  mesh: >\n    a: 1\n\n    b: 2\n')?.child('b');
    expect([field?.value, field?.range.line]).toEqual([2, 2]);
  });

  it('names a mistake of its own, but not where a placeholder may be the cause', () => {
    const broken = readSource('test.yaml', 'data:\n  mesh: |\n    a: [1\n').documents[0];
    expect(broken && readEmbedded(broken.root.get('data', 'mesh'))?.problems).toHaveLength(1);
    const templated = readSource('test.yaml', 'data:\n  mesh: |\n    a: {{ .x }}\n').documents[0];
    expect(templated && readEmbedded(templated.root.get('data', 'mesh'))).toMatchObject({ problems: [] });
  });

  it('is nothing where there is no text', () => {
    expect(embedded('data:\n  mesh: {a: 1}\n')).toBeUndefined();
    expect(embedded('data: {}\n')).toBeUndefined();
  });
});
