import { describe, expect, it } from 'vitest';
import { Kustomizations, kustomizationRoots } from '../../src/mesh/kustomize.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function kustomizationsOf(files: Record<string, string>): Kustomizations {
  const sources = Object.entries(files).map(([path, text]) => readSource(`/repo/${path}`, text));
  return new Kustomizations(sources.flatMap(kustomizationRoots));
}

const around = (text: string, more: Record<string, string> = {}) =>
  kustomizationsOf({ 'k/kustomization.yaml': text, ...more });

describe('a kustomization', () => {
  it.each([
    ['kustomization.yaml', '{resources: [a.yaml]}', true],
    ['kustomization.yml', '{resources: [a.yaml]}', true],
    ['Kustomization', '{resources: [a.yaml]}', true],
    ['my-kustomization.yaml', '{resources: [a.yaml]}', false],
    ['kustomization.yaml.bak', '{resources: [a.yaml]}', false],
    ['any.yaml', '{apiVersion: kustomize.config.k8s.io/v1alpha1, kind: Component, resources: [a.yaml]}', true],
    ['any.yaml', '{apiVersion: kustomize.config.k8s.io/v1beta1, resources: [a.yaml]}', true],
    [
      'any.yaml',
      '{kind: List, apiVersion: v1, items: [{kind: Pod, apiVersion: v1}, {kind: Pod, apiVersion: v1}]}\n---\n{apiVersion: kustomize.config.k8s.io/v1beta1, resources: [a.yaml]}',
      true,
    ],
    ['any.yaml', '{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, resources: [a.yaml]}', false],
    ['any.yaml', '{kind: Kustomization, resources: [a.yaml]}', false],
  ])('is %s with %s: %s', (name, text, isOne) => {
    const found = kustomizationsOf({ [`k/${name}`]: text });
    expect([found.isEmpty, found.of('/repo/k/a.yaml').length]).toEqual([!isOne, isOne ? 1 : 0]);
  });

  it.each([
    ['{resources: [a.yaml]}', true],
    ['{resources: [./../k/a.yaml]}', true],
    ['{bases: [a.yaml]}', true],
    ['{components: [a.yaml]}', true],
    ['{crds: [a.yaml]}', true],
    ['{configurations: [a.yaml]}', false],
    ['{resources: a.yaml}', false],
    ['{resources: {a.yaml: }}', false],
    ['{resources: [[a.yaml], 1, null]}', false],
    ['{resources: ["${FILE}"]}', false],
    ['[a.yaml]', false],
    ['', false],
  ])('%s names a.yaml: %s', (text, names) => {
    expect(around(text).of('/repo/k/a.yaml')).toHaveLength(names ? 1 : 0);
  });

  it('has those around it that name its folder, each once', () => {
    const found = kustomizationsOf({
      'base/kustomization.yaml': '{resources: [a.yaml, .]}',
      'one/kustomization.yaml': '{resources: [../base, ../base/a.yaml]}',
      'two/kustomization.yaml': '{resources: [../one]}',
      'far/kustomization.yaml': '{resources: [../base/b.yaml]}',
    });
    expect(found.of('/repo/base/a.yaml')).toHaveLength(3);
    expect(found.of('/repo/base/kustomization.yaml')).toHaveLength(0);
  });
});

describe('isPatch', () => {
  it.each([
    ['{patches: [{path: p.yaml}]}', true],
    ['{patches: [{path: p.yaml, target: {kind: Service}}]}', true],
    ['{patches: [p.yaml]}', true],
    ['{patchesStrategicMerge: [p.yaml]}', true],
    ['{patchesJson6902: [{path: p.yaml, target: {kind: Service}}]}', true],
    ['{resources: [p.yaml]}', false],
    ['{replacements: [{path: p.yaml}]}', false],
    ['{patches: {path: p.yaml}}', false],
    ['{patches: [{path: [p.yaml]}]}', false],
    ['{patches: [{path: "${DIR}/p.yaml"}]}', false],
    ['patchesStrategicMerge:\n- |-\n  p.yaml\n  more\n', false],
  ])('%s: %s', (text, isPatch) => {
    expect(around(text).isPatch('/repo/k/p.yaml')).toBe(isPatch);
  });
});

describe('namespaceOf', () => {
  const base = { 'base/kustomization.yaml': '{resources: [a.yaml]}' };
  const own = { 'base/kustomization.yaml': '{namespace: own, resources: [a.yaml]}' };
  it.each([
    ['nothing that names the file', { 'k/kustomization.yaml': '{namespace: a, resources: [b.yaml]}' }, undefined],
    ['one that leaves it', base, undefined],
    ['its own', own, 'own'],
    ['one around it', { ...base, 'k/kustomization.yaml': '{namespace: outer, resources: [../base]}' }, 'outer'],
    ['both', { ...own, 'k/kustomization.yaml': '{namespace: outer, resources: [../base]}' }, ''],
    ['both, which agree', { ...own, 'k/kustomization.yaml': '{namespace: own, resources: [../base]}' }, 'own'],
    ['one around it that leaves it', { ...own, 'k/kustomization.yaml': '{resources: [../base]}' }, 'own'],
    [
      'two around it, of which one leaves it',
      {
        ...base,
        'k/kustomization.yaml': '{namespace: outer, resources: [../base]}',
        'l/kustomization.yaml': '{resources: [../base]}',
      },
      '',
    ],
    ['null', { 'base/kustomization.yaml': '{namespace: null, resources: [a.yaml]}' }, undefined],
    ['a placeholder', { 'base/kustomization.yaml': '{namespace: "${NAMESPACE}", resources: [a.yaml]}' }, ''],
    [
      'a placeholder around it',
      { ...base, 'k/kustomization.yaml': '{namespace: "{{ n }}", resources: [../base]}' },
      '',
    ],
    ['a list', { 'base/kustomization.yaml': '{namespace: [own], resources: [a.yaml]}' }, undefined],
  ])('goes by %s', (_, files: Record<string, string>, wanted) => {
    expect(kustomizationsOf(files).namespaceOf('/repo/base/a.yaml')).toBe(wanted);
  });
});

describe('affixes', () => {
  const found = kustomizationsOf({
    'base/kustomization.yaml': '{nameSuffix: -v1, resources: [a.yaml]}',
    'outer/kustomization.yaml': '{namePrefix: dev-, resources: [../base, b.yaml]}',
    'bare/kustomization.yaml': '{resources: [c.yaml]}',
  });

  it('are put around the names of a file by all that name it', () => {
    const of = (path: string) => found.affixesOf(`/repo/${path}`);
    expect([of('base/a.yaml'), of('outer/b.yaml'), of('bare/c.yaml'), of('d.yaml')]).toEqual([
      '*-v1,dev-*',
      'dev-*',
      '',
      '',
    ]);
    expect(kustomizationsOf({}).affixesOf('/repo/base/a.yaml')).toBe('');
  });

  it.each([
    ['{namePrefix: "${ENV}-", resources: [a.yaml]}', '${ENV}-*'],
    ['{namePrefix: [dev-], resources: [a.yaml]}', ''],
    ['{nameSuffix: null, resources: [a.yaml]}', ''],
  ])('of %s are %s', (text, wanted) => {
    expect(around(text).affixesOf('/repo/k/a.yaml')).toBe(wanted);
  });

  it('are those of kustomizations that have some', () => {
    expect(found.affixes().map(({ prefix, suffix }) => `${prefix}*${suffix}`)).toEqual(['*-v1', 'dev-*']);
  });
});

describe('leavingOut', () => {
  it.each([
    ['one that names another file there', '{resources: [b.yaml]}', {}, true],
    ['one that names it', '{resources: [a.yaml, b.yaml]}', {}, false],
    ['one that has it for a patch', '{resources: [b.yaml], patches: [{path: ./a.yaml}]}', {}, false],
    ['one that speaks of it', 'resources:\n- b.yaml\n# - a.yaml\n', {}, false],
    ['one that names folders alone', '{resources: [b, ../c]}', {}, false],
    ['one that names files elsewhere', '{resources: [../b.yaml, c/d.yaml]}', {}, false],
    ['one that names nothing', '{namespace: shop}', {}, false],
    [
      'one beside another that names it',
      '{resources: [b.yaml]}',
      { 'l/kustomization.yaml': '{resources: [../k/a.yaml]}' },
      false,
    ],
    [
      'one beside another that has it for a patch',
      '{resources: [b.yaml]}',
      { 'l/kustomization.yaml': '{patches: [{path: ../k/a.yaml}]}' },
      false,
    ],
  ])('knows %s', (_, text, more: Record<string, string>, isLeftOut) => {
    expect(around(text, more).leavingOut('/repo/k/a.yaml') !== undefined).toBe(isLeftOut);
  });

  it('asks only what lies in the same folder and another file', () => {
    const found = around('{resources: [b.yaml]}', {
      'c/own.yaml': 'apiVersion: kustomize.config.k8s.io/v1\nresources: [b.yaml]\n',
    });
    expect(found.leavingOut('/repo/c/a.yaml')?.folder).toBe('/repo/c');
    expect(found.leavingOut('/repo/k/deeper/a.yaml')).toBeUndefined();
    expect(found.leavingOut('/repo/k/kustomization.yaml')).toBeUndefined();
  });
});

it('values that a kustomization writes anew are not known', () => {
  const replacement =
    '{select: {kind: Service}, fieldPaths: [spec.externalName, spec.selector, metadata.annotations.absent]}';
  const { resources } = new Mesh(
    [
      readSource('/k/kustomization.yaml', `{resources: [a.yaml], replacements: [{targets: [${replacement}]}]}`),
      readSource(
        '/k/a.yaml',
        '{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {externalName: a, selector: {app: a}, type: b}}',
      ),
    ],
    { rootNamespace: 'istio-system', namespace: '' },
  );
  const spec = resources.find(({ kind }) => kind === 'Service')?.spec;
  expect(spec?.entries().map(({ isUnknown }) => isUnknown)).toEqual([true, false, false]);
});
