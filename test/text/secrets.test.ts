import { describe, expect, test } from 'vitest';
import { findSecrets, hideCredentials, maskCredentials } from '../../src/text/secrets.ts';
import { SourceLines } from '../../src/text/source-lines.ts';

/** The text as a code frame would show it. */
function shown(text: string): string {
  const lines = new SourceLines(text);
  const hiddenFrom = findSecrets(lines);
  return Array.from({ length: lines.count }, (_, index) => {
    const line = lines.line(index + 1) ?? '';
    const hidden = hiddenFrom(index + 1);
    return hidden === undefined ? line : `${line.slice(0, hidden)}•••`;
  }).join('\n');
}

describe('a Secret', () => {
  test('keeps its keys, apiVersion, kind and type', () => {
    expect(
      shown(`apiVersion: v1
kind: Secret
type: Opaque
metadata:
  name: hunter2
  labels: {app: hunter2}
data:
  password: aHVudGVyMg==
  "quoted: key": aHVudGVyMg== # hunter2
  type: aHVudGVyMg==
  kind: aHVudGVyMg==
# hunter2
stringData:
  url: postgres://hunter2:hunter2@db
`),
    ).toBe(`apiVersion: v1
kind: Secret
type: Opaque
metadata:
  name: •••
  labels: •••
data:
  password: •••
  "quoted: key": •••
  type: •••
  kind: •••
•••
stringData:
  url: •••
`);
  });

  test('hides scalars of several lines, also what looks like a key in them', () => {
    expect(
      shown(`kind: Secret
stringData:
  block: |
    hunter2: hunter2

      hunter2
  folded: >- # hunter2
    hunter2
  double: "hunter2 \\" '
    hunter2: hunter2
    hunter2"
  single: 'hunter2 ''
    hunter2: hunter2'
  plain: hunter2
    hunter2
  next:
    hunter2
  tagged: !!binary |
    hunter2
  after: hunter2
list:
  - hunter2
  - |
   hunter2: hunter2
  - key: |
     hunter2: hunter2
    other: hunter2
`),
    ).toBe(`kind: Secret
stringData:
  block: |
    •••

      •••
  folded: •••
    •••
  double: •••
    •••
    •••
  single: •••
    •••
  plain: •••
    •••
  next:
    •••
  tagged: •••
    •••
  after: •••
list:
  - •••
  - |
   •••
  - key: |
     •••
    other: •••
`);
  });

  test.each([
    ['quoted kind', 'apiVersion: v1\n"kind": "Secret"\nstringData:\n  a: hunter2\n'],
    ['kind on the next line', 'kind:\n  Secret\ndata:\n  a: hunter2\n'],
    ['kind with tag and comment', 'kind: !!str Secret # x\ndata:\n  a: hunter2\n'],
    ['kind at the end', 'data:\n  a: hunter2\napiVersion: v1\nkind: Secret'],
    ['CRLF', 'kind: Secret\r\ndata:\r\n  a: hunter2\r\n'],
    ['a byte order mark', '\ufeffkind: Secret\ndata:\n  a: hunter2\n'],
    ['an item of a List', 'kind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    data:\n      a: hunter2\n'],
    ['kind first in an item', 'kind: List\nitems:\n- kind: Secret\n  data:\n    a: hunter2\n'],
    ['a SecretList', 'kind: SecretList\nitems:\n- data:\n    a: hunter2\n'],
    ['flow style', '{apiVersion: v1, kind: Secret, data: {a: hunter2}}\n'],
    ['flow style over lines', '{\n  kind: Secret,\n  data: {\n    a: hunter2,\n    b: hunter2 }}\n'],
    ['JSON on one line', '{"data":{"a":"hunter2"},"kind":"Secret"}'],
    ['JSON', '{\n  "kind": "Secret",\n  "data": {\n    "a": "hunter2"\n  }\n}\n'],
    ['JSON that starts beside its brace', '{ "kind": "Secret",\n  "stringData": {\n  "a": "hunter2" } }\n'],
    ['a document after others', 'a: 1\n---\nb: 2\n--- # x\nkind: Secret\ndata: {a: hunter2}\n'],
    ['YAML that no parser reads', 'kind: Secret\ndata:\n\ta: hunter2\n  b: "hunter2\n c: hunter2\n'],
    ['explicit keys', 'kind: Secret\ndata:\n  ? hunter2\n  : hunter2\n'],
    [
      'a copy in an annotation',
      'metadata:\n  annotations:\n    x: |\n      {"kind":"Secret","data":{"a":"hunter2"}}\n',
    ],
  ])('with %s shows no value', (_, text) => {
    expect(text).toContain('hunter2');
    expect(shown(text)).not.toContain('hunter2');
  });
});

describe('what is no Secret stays', () => {
  test.each([
    [
      'a reference in block style',
      'apiVersion: v1\nkind: Gateway\nspec:\n  certificateRefs:\n    - kind: Secret\n      name: cert\n',
    ],
    [
      'a reference in flow style',
      'apiVersion: v1\nkind: Gateway\nspec:\n  certificateRefs: [{kind: Secret, name: cert}]\n',
    ],
    ['a grant', 'apiVersion: v1\nkind: ReferenceGrant\nspec:\n  to:\n  - group: ""\n    kind: Secret\n'],
    ['another kind', 'kind: SealedSecret\ndata:\n  a: b\n---\nkind: SecretProviderClass\ndata:\n  a: b\n'],
    ['a value that names it', 'kind: ConfigMap\ndata:\n  a: Secret\n'],
  ])('%s', (_, text) => {
    expect(shown(text)).toBe(text);
  });

  test('also beside a Secret in the same file', () => {
    const other = 'kind: Service\nmetadata:\n  name: reviews\n';
    expect(shown(`${other}---\nkind: Secret\ndata: {a: b}\n---\n${other}`)).toBe(
      `${other}---\nkind: Secret\ndata: •••\n---\n${other}`,
    );
  });
});

describe('credentials in addresses', () => {
  test.each([
    ['https://user:pass@host/x', 'https://•••@host/x'],
    ['https://token@host', 'https://•••@host'],
    ['redis://:p@ss@host:6379 and oci://a:b@c', 'redis://•••@host:6379 and oci://•••@c'],
    ['"https://host/keys?token=abc&x=1#f"', '"https://host/keys?token=•••&x=1#f"'],
    ['https://host/?x=1&API_KEY=abc', 'https://host/?x=1&API_KEY=•••'],
    ['https://host/a@b and me@host', 'https://host/a@b and me@host'],
    ['spiffe://cluster.local/ns/a/sa/b', 'spiffe://cluster.local/ns/a/sa/b'],
    ['https://host/?tokens=1&author=me', 'https://host/?tokens=1&author=me'],
  ])('%s reads %s', (text, shown) => {
    expect(hideCredentials(text)).toBe(shown);
    expect(maskCredentials(text)).toHaveLength(text.length);
    expect(maskCredentials(text).replace(/•+/g, '•••')).toBe(shown);
  });

  test('take no time to look for in a long text', () => {
    const text = `https://${'a.'.repeat(50_000)} ${'://'.repeat(50_000)}`;
    const start = performance.now();
    expect(hideCredentials(text)).toBe(text);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
