import { expect, it } from 'vitest';
import { FirstOf } from '../../src/mesh/first-of.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const SERVICE = '{apiVersion: v1, kind: Service, metadata: {name: a}}';

/** For the Services of all files in their order: the place of the earlier one that each finds. */
function earlier(files: Record<string, string | string[]>, keys: string[] = []): (number | undefined)[] {
  const sources = Object.entries(files).map(([path, text]) => readSource(path, [text].flat().join('\n---\n')));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  const services = mesh.ofKind('Service');
  const first = new FirstOf(mesh);
  return services.map((service, index) => {
    const found = first.earlier(keys[index] ?? 'a', service);
    return found && services.indexOf(found);
  });
}

const kustomization = (...resources: string[]) => `{resources: [${resources.join()}]}`;

it.each<[string, Record<string, string | string[]>, (number | undefined)[]]>([
  ['one file', { '/a.yaml': [SERVICE, SERVICE, SERVICE] }, [undefined, 0, 0]],
  ['two files that nothing brings together', { '/a.yaml': SERVICE, '/b.yaml': SERVICE }, [undefined, undefined]],
  ['each file its own', { '/a.yaml': [SERVICE, SERVICE], '/b.yaml': [SERVICE, SERVICE] }, [undefined, 0, undefined, 2]],
  [
    'files of one kustomization',
    { '/a.yaml': SERVICE, '/b.yaml': SERVICE, '/kustomization.yaml': kustomization('a.yaml', 'b.yaml') },
    [undefined, 0],
  ],
  [
    'alternatives that share nothing',
    {
      '/x/a.yaml': SERVICE,
      '/y/a.yaml': SERVICE,
      '/x/kustomization.yaml': kustomization('a.yaml'),
      '/y/kustomization.yaml': kustomization('a.yaml'),
    },
    [undefined, undefined],
  ],
  [
    'a base, and what an overlay adds to it',
    {
      '/base/a.yaml': SERVICE,
      '/x/a.yaml': SERVICE,
      '/y/a.yaml': SERVICE,
      '/base/kustomization.yaml': kustomization('a.yaml'),
      '/x/kustomization.yaml': kustomization('../base', 'a.yaml'),
      '/y/kustomization.yaml': kustomization('../base', 'a.yaml'),
    },
    [undefined, 0, 0],
  ],
  [
    'a third one in the world of the second alone',
    {
      '/a.yaml': SERVICE,
      '/b.yaml': SERVICE,
      '/c.yaml': SERVICE,
      '/kustomization.yaml': kustomization('b.yaml', 'c.yaml'),
    },
    [undefined, undefined, 1],
  ],
  [
    'one that shares worlds with two others',
    {
      '/x/a.yaml': SERVICE,
      '/b.yaml': [SERVICE, SERVICE],
      '/y/c.yaml': SERVICE,
      '/x/kustomization.yaml': kustomization('a.yaml', '../b.yaml'),
      '/y/kustomization.yaml': kustomization('c.yaml', '../b.yaml'),
    },
    [undefined, 0, 0, 1],
  ],
])('%s', (_, files, wanted) => expect(earlier(files)).toEqual(wanted));

it('keeps keys apart', () => {
  expect(earlier({ '/a.yaml': [SERVICE, SERVICE, SERVICE, SERVICE] }, ['a', 'b', 'b', 'a'])).toEqual([
    undefined,
    undefined,
    1,
    0,
  ]);
});
