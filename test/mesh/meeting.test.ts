import { describe, expect, it } from 'vitest';
import { areNeighbours, doMeet, meetingPlaces } from '../../src/mesh/meeting.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';
import type { Resource } from '../../src/yaml/resource.ts';

/** Objects of one name each, in the files given. */
function meshOf(files: Record<string, string>, settings: { namespacesAsWritten?: boolean } = {}): Mesh {
  const sources = Object.entries(files).map(([path, text]) => readSource(`/repo/${path}`, text));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '', ...settings });
}

const object = (name: string, namespace = '') =>
  `---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}}\n`;

function two(mesh: Mesh): [Resource, Resource] {
  const [one, other] = ['one', 'other'].map((name) => mesh.resources.find((each) => each.name === name));
  if (!one || !other) throw new Error('not read');
  return [one, other];
}

const together = { 'a.yaml': object('one') + object('other') };
const apart = { 'a.yaml': object('one'), 'b.yaml': object('other') };

describe('doMeet', () => {
  it.each([
    ['one file', together, true],
    ['two files of a folder', apart, false],
    ['one kustomization', { ...apart, 'kustomization.yaml': '{resources: [a.yaml, b.yaml]}' }, true],
    [
      'two kustomizations',
      {
        ...apart,
        'k/kustomization.yaml': '{resources: [../a.yaml]}',
        'l/kustomization.yaml': '{resources: [../b.yaml]}',
      },
      false,
    ],
    [
      'kustomizations that a third one names',
      {
        'k/a.yaml': object('one'),
        'l/b.yaml': object('other'),
        'k/kustomization.yaml': '{resources: [a.yaml]}',
        'l/kustomization.yaml': '{resources: [b.yaml]}',
        'm/kustomization.yaml': '{resources: [../k, ../l]}',
      },
      true,
    ],
    [
      'a base and what an overlay adds',
      {
        'k/a.yaml': object('one'),
        'k/kustomization.yaml': '{resources: [a.yaml]}',
        'l/b.yaml': object('other'),
        'l/kustomization.yaml': '{bases: [../k], resources: [b.yaml]}',
      },
      true,
    ],
  ])('%s', (_, files: Record<string, string>, wanted) => {
    const mesh = meshOf(files);
    const [one, other] = two(mesh);
    expect([doMeet(mesh, one, other), doMeet(mesh, other, one)]).toEqual([wanted, wanted]);
    expect(doMeet(mesh, one, other, 'all')).toBe(true);
  });

  it('goes by the mesh alone where all meet', () => {
    const mesh = meshOf(together);
    expect(meetingPlaces(mesh, two(mesh)[0], 'all')).toEqual([mesh]);
    expect(meetingPlaces(mesh, two(mesh)[0], 'applied')).not.toContain(mesh);
  });
});

describe('areNeighbours', () => {
  const one = (namespaces: [string, string], isTogether: boolean, settings = {}) => {
    const texts = [object('one', namespaces[0]), object('other', namespaces[1])] as const;
    const mesh = meshOf(
      isTogether ? { 'a.yaml': texts.join('') } : { 'a.yaml': texts[0], 'b.yaml': texts[1] },
      settings,
    );
    return areNeighbours(mesh, ...two(mesh));
  };
  it.each([
    ['shop', 'shop', false, true],
    ['shop', 'web', false, false],
    ['', '', false, false],
    ['', '', true, true],
    ['shop', '', false, false],
    ['shop', '', true, true],
    ['shop', 'web', true, false],
    ['"${NAMESPACE}"', '"${NAMESPACE}"', false, false],
    ['"${NAMESPACE}"', '"${NAMESPACE}"', true, true],
  ])('"%s" and "%s", in one file: %s', (home, other, isTogether, wanted) => {
    expect(one([home, other], isTogether)).toBe(wanted);
  });
});
