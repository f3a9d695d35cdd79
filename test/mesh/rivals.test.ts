import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { isSameObject, rivalsAmong } from '../../src/mesh/rivals.ts';
import { readSource } from '../../src/yaml/read.ts';
import type { Resource } from '../../src/yaml/resource.ts';

/** An object that claims what its annotation `claims` lists. */
const object = (name: string, claims: string, namespace = 'shop') =>
  `---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}, namespace: ${namespace}}, claims: ${claims}}\n`;

const claimsOf = ({ metadata, root }: Resource) =>
  metadata.exists
    ? root
        .child('claims')
        .items()
        .flatMap(({ string }) => string ?? [])
    : [];

function rivals(files: string | Record<string, string>, meeting = 'applied'): string[] {
  const texts = typeof files === 'string' ? { 'a.yaml': files } : files;
  const sources = Object.entries(texts).map(([path, text]) => readSource(`/repo/${path}`, text));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  const own = mesh.ofKind('ConfigMap');
  return rivalsAmong(mesh, meeting, own, claimsOf).map(
    ({ resource, others, key }) => `${resource.name}: ${others.map(({ name }) => name).join()} by ${key}`,
  );
}

describe('rivalsAmong', () => {
  it.each([
    ['two of one claim', object('a', '[x]') + object('b', '[x]'), ['a: b by x', 'b: a by x']],
    ['two of different claims', object('a', '[x]') + object('b', '[z]'), []],
    ['one that claims twice', object('a', '[x, x]'), []],
    ['the first claim that others share', object('a', '[w, x, z]') + object('b', '[z, x]'), ['a: b by x', 'b: a by z']],
    ['two manifests of one object', object('a', '[x]') + object('a', '[x]'), []],
    ['namesakes of two namespaces', object('a', '[x]') + object('a', '[x]', 'web'), ['a: a by x', 'a: a by x']],
    [
      'namesakes of which one names no namespace',
      object('a', '[x]') + object('a', '[x]', '""'),
      ['a: a by x', 'a: a by x'],
    ],
    ['one without a name', object('a', '[x]') + object('""', '[x]'), []],
    ['one with an open name', object('a', '[x]') + object('"${NAME}"', '[x]'), []],
    [
      'another one beside many manifests of one object',
      object('a', '[x]').repeat(4) + object('b', '[x]'),
      [...Array(4).fill('a: b by x'), 'b: a by x'],
    ],
    [
      'a third one beside two manifests of one object',
      object('a', '[x]') + object('a', '[x]') + object('b', '[x]'),
      ['a: b by x', 'a: b by x', 'b: a by x'],
    ],
  ])('%s', (_, text, wanted) => {
    expect(rivals(text)).toEqual(wanted);
  });

  it('names some of very many', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const found = rivals(names.map((name) => object(name, '[x]')).join(''));
    expect(found).toHaveLength(6);
    expect([found[0], found[5]]).toEqual(['a: b,c,d by x', 'f: a,b,c,d by x']);
  });

  it('are those that meet', () => {
    const apart = { 'a.yaml': object('a', '[x]'), 'b.yaml': object('b', '[x]') };
    expect(rivals(apart)).toEqual([]);
    expect(rivals(apart, 'all')).toEqual(['a: b by x', 'b: a by x']);
    expect(rivals({ ...apart, 'kustomization.yaml': '{resources: [a.yaml, b.yaml]}' })).toEqual([
      'a: b by x',
      'b: a by x',
    ]);
  });

  it('are not looked for among those that meet no other', () => {
    const sources = ['a', 'b', 'c'].map((name) => readSource(`/${name}.yaml`, object(name, '[x]')));
    sources.push(readSource('/d.yaml', object('d', '[x]') + object('e', '[y]')));
    const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
    const asked: string[] = [];
    rivalsAmong(mesh, 'applied', mesh.ofKind('ConfigMap'), ({ name }) => {
      asked.push(name);
      return [];
    });
    expect(asked).toEqual(['d', 'e']);
  });

  it('name each other one once, though it is met in several places', () => {
    const files = {
      'k/a.yaml': object('a', '[x]'),
      'k/b.yaml': object('b', '[x]'),
      'l/b.yaml': object('b', '[x]'),
      'k/kustomization.yaml': '{resources: [a.yaml, b.yaml]}',
      'l/kustomization.yaml': '{resources: [../k/a.yaml, b.yaml]}',
    };
    expect(rivals(files)).toEqual(['a: b by x', 'b: a by x', 'b: a by x']);
  });
});

it.each([
  ['shop', 'shop', true],
  ['shop', 'web', false],
  ['shop', '""', false],
  ['""', '""', true],
])('objects of one name in %s and %s are the same: %s', (home, other, wanted) => {
  const texts = [object('a', '[]', home), object('a', '[]', other), object('b', '[]', home)];
  const mesh = new Mesh([readSource('/a.yaml', texts.join(''))], { rootNamespace: 'istio-system', namespace: '' });
  const [one, two, three] = mesh.resources;
  if (!one || !two || !three) throw new Error('not read');
  expect([isSameObject(mesh, one, two), isSameObject(mesh, one, one), isSameObject(mesh, one, three)]).toEqual([
    wanted,
    true,
    false,
  ]);
});
