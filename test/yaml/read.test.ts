import { describe, expect, it } from 'vitest';
import type { Field } from '../../src/yaml/field.ts';
import { readSource } from '../../src/yaml/read.ts';

const values = (text: string) => readSource('test.yaml', text).documents.map((document) => document.root.value);
const problems = (text: string) =>
  readSource('test.yaml', text).documents.flatMap((document) => document.problems.map((problem) => problem.message));

/** The first document's root. */
function root(text: string): Field {
  const [document] = readSource('test.yaml', text).documents;
  if (!document) throw new Error('no document');
  return document.root;
}

/** The text that a field's range covers. */
function covered(field: Field, text: string, of: 'value' | 'key' = 'value'): string {
  const { line, column, endLine, endColumn } = of === 'key' ? field.nameRange : field.range;
  const lines = text.split(/\r\n|\n/).slice(line - 1, endLine);
  if (lines.length === 1) return (lines[0] ?? '').slice(column - 1, endColumn - 1);
  return [lines[0]?.slice(column - 1), ...lines.slice(1, -1), lines.at(-1)?.slice(0, endColumn - 1)].join('\n');
}

describe('splitting as Kubernetes does', () => {
  it('leaves out documents that hold nothing, and counts the others', () => {
    const file = readSource('test.yaml', '# license\n---\na: 1\n---\n# nothing\n---\n\n--- # last\nb: 2\n...\n');
    expect(file.documents.map((document) => [document.index, document.root.value])).toEqual([
      [0, { a: 1 }],
      [1, { b: 2 }],
    ]);
  });

  it('takes no dashes inside of text for a separator', () => {
    expect(values('a: |\n  ---\n  b\n---x: 1\n')).toHaveLength(1);
    expect(values('a: 1\n--- {b: 2}\n')).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('reads the documents around a broken one', () => {
    const file = readSource('test.yaml', 'a: 1\n---\nb: [1\n---\nc: 3\n');
    expect(file.documents.map((document) => document.root.value)).toEqual([{ a: 1 }, undefined, { c: 3 }]);
    expect(file.documents[1]?.problems).toMatchObject([
      { code: 'syntax', message: 'a bracket or brace is not closed' },
    ]);
    expect(file.documents[2]?.root.child('c').range.line).toBe(5);
  });

  it.each([
    ['CRLF', 'a: 1\r\n---\r\nb: 2\r\n'],
    ['a directive', '%YAML 1.1\n---\na: 1\n---\nb: 2\n'],
    ['no last line end', 'a: 1\n---\nb: 2'],
  ])('copes with %s', (_, text) => {
    expect(values(text)).toEqual([{ a: 1 }, { b: 2 }]);
  });
});

describe('what is wrong with the text', () => {
  it.each([
    ['a: 1\na: 2\n', 'duplicate key "a"'],
    ['a: *x\n', 'unknown anchor "x"'],
    ['a: &x [*x]\n', 'anchor "x" contains itself'],
    ['a:\n\tb: 1\n', 'a tab cannot indent; use spaces'],
    ['a: "b\n', 'a quote is not closed'],
    ['a: 1\n  b: 2\n', expect.stringContaining('a mapping or list cannot begin here')],
    ['a: .inf\n', expect.stringContaining('infinity')],
    ['<<: 1\n', 'a merge key needs a map or a list of maps'],
    ['a: 1\n...\nb: 2\n', expect.stringContaining('Kubernetes would not read it')],
  ])('%j', (text, message) => {
    expect(problems(text)).toEqual([message]);
  });

  it('refuses aliases that expand without end', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    expect(problems(`l0: &l0 [x]\n${levels.join('\n')}\n`)).toEqual([expect.stringContaining('aliases expand')]);
  });

  it.each([
    ['tabs in JSON', '{\n\t"a": [\n\t\t1\n\t]\n}\n', { a: [1] }],
    ['a quoted text that goes on at its key', "m:\n  a: 'one\n  two'\n  b: 1\n", { m: { a: 'one two', b: 1 } }],
    ['a quoted text with an empty line', 'm:\n  a: "one\n\n  two"\n', { m: { a: 'one\ntwo' } }],
    [
      'an override of a merged key',
      'a: &a {p: 1, q: 2}\nb:\n  <<: *a\n  p: 3\n',
      { a: { p: 1, q: 2 }, b: { p: 3, q: 2 } },
    ],
    [
      'several merged maps',
      'a: &a {p: 1}\nb: &b {p: 2, q: 2}\nc: {<<: [*a, *b]}\n',
      { a: { p: 1 }, b: { p: 2, q: 2 }, c: { p: 1, q: 2 } },
    ],
  ])('takes %s', (_, text, wanted) => {
    expect(problems(text)).toEqual([]);
    expect(values(text)).toEqual([wanted]);
  });
});

describe('every field knows its place', () => {
  const text =
    'kind: A\r\nspec:\r\n  list:\r\n    - name: one\r\n      "quoted key": \'it is\'\r\n    - [a, {b: c}]\r\n  empty:\r\n  block: |\r\n    text\r\n  ref: &x yes\r\n  alias: *x\r\n';
  const spec = root(text).child('spec');

  it.each([
    [['list', 0, 'name'], 'one', 'name'],
    [['list', 0, 'quoted key'], "'it is'", '"quoted key"'],
    [['list', 1, 0], 'a', 'a'],
    [['list', 1, 1, 'b'], 'c', 'b'],
    [['list'], 'list', 'list'],
    [['list', 0], 'name', 'name'],
    [['empty'], 'empty', 'empty'],
    [['block'], 'block', 'block'],
    [['alias'], 'yes', 'alias'],
    [['empty', 'missing', 'deeper'], 'empty', 'empty'],
    [['no', 'such'], 'spec', 'spec'],
  ] as const)('%j', (path, value, key) => {
    const field = spec.get(...path);
    expect(covered(field, text)).toBe(value);
    expect(covered(field, text, 'key')).toBe(key);
  });

  it('counts UTF-16 units', () => {
    const odd = 'a: 🚢 x # ü\nb: {c: ⎈, d: 1}\n';
    expect(covered(root(odd).child('a'), odd)).toBe('🚢 x');
    expect(covered(root(odd).get('b', 'd'), odd)).toBe('1');
  });

  it('answers for whatever is there, and never throws', () => {
    const odd = root('a: [1]\nb: text\n');
    expect([
      odd.get('b', 'c', 0, 'd').value,
      odd.get('a', 'x').exists,
      odd.child('a').string,
      odd.at(0).items(),
    ]).toEqual([undefined, false, undefined, []]);
    expect(odd.get('a', 7).pointer).toBe('/a/7');
    expect(root('"a/b~c": {"d.e": [1]}\n').get('a/b~c', 'd.e', 0)).toMatchObject({
      pointer: '/a~1b~0c/d.e/0',
      display: '["a/b~c"]["d.e"][0]',
    });
  });
});

describe('values that wait for a placeholder', () => {
  it.each(['${HOST}', '$(HOST)', '"{{ .Values.host }}"', '<your-host>', 'HOST_PLACEHOLDER', '__HOST__', 'a.${HOST}.b'])(
    '%s is unknown',
    (text) => {
      const field = root(`a: ${text}\n`).child('a');
      expect([field.isUnknown, field.string, field.isSet]).toEqual([true, undefined, true]);
    },
  );

  it.each(['$HOME', 'a < b', '"^(?P<name>.*)$"', '"{}"', '100%', '"$"', 'place'])('%s is known', (text) => {
    expect(root(`a: ${text}\n`).child('a').isUnknown).toBe(false);
  });

  it('are left out of the texts of a list, as what is no text', () => {
    expect(root('a: [b, "${HOST}", 1, null, {c: d}, ""]\n').child('a').texts()).toEqual(['b', '']);
    expect(root('a: b\n').child('a').texts()).toEqual([]);
  });
});

describe('templates', () => {
  it.each([
    'a: {{ .Values.x }}\nb:\n  {{- toYaml .Values.y | nindent 2 }}\n',
    '{{- if .Values.on }}\na: 1\n{{- end }}\n',
    '{% for x in y %}\na: {{ x }}\n{% endfor %}\n',
    'a: 1\n---\nmetadata:\n  {{ include "labels" . }}: b\n  name: {{ .x }}\n',
  ])('%j is passed over as a whole', (text) => {
    const file = readSource('test.yaml', text);
    expect([file.template !== undefined, file.documents]).toEqual([true, []]);
  });

  it.each(['a: "{{ .Values.x }}"\n', 'a: |\n  {{ .x }}\n', '# {{ .x }}\na: 1\n'])('%j is read', (text) => {
    expect(readSource('test.yaml', text).template).toBeUndefined();
  });

  it('does not excuse a mistake elsewhere in a file with quoted expressions', () => {
    expect(problems('a: "{{ x }}"\nb: [1\n')).toEqual(['a bracket or brace is not closed']);
  });
});

describe('resources', () => {
  it('takes the items of a List in their place', () => {
    const file = readSource(
      'test.yaml',
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    metadata: {name: a}\n    spec: {ports: [{port: 80}]}\n  - nonsense\n',
    );
    const [service, ...others] = file.resources;
    expect([service?.display, others]).toEqual(['Service a', []]);
    const port = service?.get('spec', 'ports', 0, 'port');
    expect(port && service?.pointerOf(port)).toBe('/spec/ports/0/port');
  });

  it.each(['a: 1\n', '- kind: A\n', 'apiVersion: v2\nname: chart\n', 'just text\n'])('finds none in %j', (text) => {
    expect(readSource('test.yaml', text).resources).toEqual([]);
  });
});

it('the texts of a list are those that are known', () => {
  const [document] = readSource('/a.yaml', '{list: [a, 1, "2", null, "${B}", {c: d}, [e], ""], map: {a: b}}').documents;
  const root = document?.root;
  expect(root?.child('list').texts()).toEqual(['a', '2', '']);
  expect(root?.child('map').texts()).toEqual([]);
  expect(root?.child('missing').texts()).toEqual([]);
});
