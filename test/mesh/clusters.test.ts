import { describe, expect, it } from 'vitest';
import { folderOf, sharedServices } from '../../src/mesh/clusters.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

describe('folderOf', () => {
  it.each([
    ['clusters/*', 'clusters/east/web/service.yaml', 'clusters/east'],
    ['./clusters/*/', 'clusters/east/service.yaml', 'clusters/east'],
    ['clusters/east', 'clusters/east/service.yaml', 'clusters/east'],
    ['clusters/east', 'clusters/eastern/service.yaml', undefined],
    ['clusters/*', 'clusters/service.yaml', undefined],
    ['clusters/*', 'fleet/clusters/east/service.yaml', undefined],
    ['**/clusters/*', 'fleet/clusters/east/service.yaml', 'fleet/clusters/east'],
    ['**/clusters/*', 'clusters/east/service.yaml', 'clusters/east'],
    ['clusters/**', 'clusters/east/a/service.yaml', 'clusters/east'],
    ['cluster?', 'cluster1/service.yaml', 'cluster1'],
    ['eu.west', 'euxwest/service.yaml', undefined],
    ['../fleet/*', '../fleet/east/service.yaml', '../fleet/east'],
    ['*', 'east/service.yaml', 'east'],
    ['', 'east/service.yaml', undefined],
    ['(', 'east/service.yaml', undefined],
    ['{', 'east/service.yaml', undefined],
  ])('%s: %s', (glob, path, folder) => {
    expect(folderOf(path, [glob])).toBe(folder);
  });

  it('takes the first glob that matches', () => {
    expect(folderOf('clusters/east/apps/service.yaml', ['fleet/*', 'clusters/*', 'clusters/*/apps'])).toBe(
      'clusters/east',
    );
    expect(folderOf('clusters/east/service.yaml', [])).toBeUndefined();
  });
});

describe('sharedServices', () => {
  const service = (name: string, namespace = 'shop') =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}\nspec: {}\n---\n`;
  const shared = (files: Record<string, string>, clusters: string[]) => {
    const sources = Object.entries(files).map(([path, text]) => readSource(`/repo/${path}`, text));
    const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '', directory: '/repo' });
    return sharedServices(mesh, clusters).map((each) => [...each].map(([cluster, { name }]) => `${cluster} ${name}`));
  };

  it('has the Services that two clusters have', () => {
    const files = {
      'east/a.yaml': service('web') + service('api'),
      'west/a.yaml': service('web'),
      'all.yaml': service('api'),
    };
    expect(shared(files, ['*'])).toEqual([['east web', 'west web']]);
    expect(shared(files, [])).toEqual([]);
  });

  it('takes no Services of another namespace, or of one that is not known, for the same', () => {
    const files = {
      'east/a.yaml': service('web') + service('api', ''),
      'west/a.yaml': service('web', 'web') + service('api', ''),
    };
    expect(shared(files, ['*'])).toEqual([]);
  });

  it('leaves a cluster out that holds alternatives', () => {
    const files = { 'east/a.yaml': service('web'), 'east/b.yaml': service('web'), 'west/a.yaml': service('web') };
    expect(shared(files, ['*'])).toEqual([]);
  });
});
