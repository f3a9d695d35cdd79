import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { hasSelector, modeOf, peerAuthentications, scopeOf } from '../../src/mesh/peer-authentication.ts';
import { workloadOf } from '../../src/mesh/workloads.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(files: Record<string, string>, settings = {}): Mesh {
  const sources = Object.entries(files).map(([path, text]) => readSource(`/repo/${path}`, text));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '', ...settings });
}

const policy = (name: string, rest = '') =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: ${name}}\nspec: ${rest || '{}'}\n`;

describe('kustomizations', () => {
  const mesh = meshOf({
    'base/kustomization.yaml': 'namespace: shop\nresources: [a.yaml, ../shared]\n',
    'base/a.yaml': policy('a'),
    'base/b.yaml': policy('b'),
    'prod/kustomization.yaml':
      'namespace: prod\nresources: [../base, own.yaml, both.yaml]\npatchesStrategicMerge: [old.yaml]\npatches:\n  - path: new.yaml\n  - patch: |-\n      - op: remove\n',
    'prod/own.yaml': policy('own'),
    'prod/both.yaml': policy('both'),
    'prod/old.yaml': policy('a'),
    'prod/new.yaml': policy('b'),
    'dev/kustomization.yml': 'namespace: dev\nresources: [../prod/both.yaml]\n',
  });
  const named = (name: string, file: string) => {
    const found = mesh.resources.find((resource) => resource.name === name && resource.file.path === `/repo/${file}`);
    if (!found) throw new Error(name);
    return found;
  };

  it('say what is a patch, and patches are no resources of a kind', () => {
    expect(mesh.resources.filter((resource) => resource.isPatch).map((resource) => resource.file.path)).toEqual([
      '/repo/prod/old.yaml',
      '/repo/prod/new.yaml',
    ]);
    expect(peerAuthentications(mesh).map((resource) => resource.name)).toEqual(['a', 'b', 'own', 'both']);
  });

  it('make a patch of what another mesh has as a resource, and the other keeps it so', () => {
    const settings = { rootNamespace: 'istio-system', namespace: '' };
    const base = readSource('/repo/base/a.yaml', policy('a'));
    const overlay = readSource('/repo/dev/kustomization.yaml', 'patches:\n  - path: ../base/a.yaml\n');
    const worlds = [new Mesh([base], settings), new Mesh([base, overlay], settings), new Mesh([base], settings)];
    expect(worlds.map(({ resources }) => resources.map(({ name, isPatch }) => `${name} ${isPatch}`))).toEqual([
      ['a false'],
      ['a true'],
      ['a false'],
    ]);
  });

  it('give a namespace where all that name a file agree', () => {
    const of = (name: string, file: string) => mesh.namespaceOf(named(name, file));
    expect([
      of('a', 'base/a.yaml'),
      of('b', 'base/b.yaml'),
      of('own', 'prod/own.yaml'),
      of('both', 'prod/both.yaml'),
    ]).toEqual(['', '', 'prod', '']);
  });

  it('ask those that name their folder, whatever namespace is written', () => {
    const outer = meshOf({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': policy('a').replace('name: a', 'name: a, namespace: written'),
      'overlay/kustomization.yaml': 'namespace: prod\nnamePrefix: p-\nresources: [../base, c.yaml]\n',
      'overlay/c.yaml': policy('c'),
    });
    const [a, c] = outer.resources.filter(({ kind }) => kind === 'PeerAuthentication');
    if (!a || !c) throw new Error('not read');
    expect([outer.namespaceOf(a), outer.namespaceOf(c)]).toEqual(['prod', 'prod']);
    expect(outer.worldsOf(a).some((world) => outer.worldsOf(c).includes(world))).toBe(true);
  });

  it('end where they name each other in a circle', () => {
    const circle = meshOf({
      'a/kustomization.yaml': 'namespace: x\nresources: [a.yaml, ../b]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
      'a/a.yaml': policy('a'),
    });
    expect(circle.ofKind('PeerAuthentication').map((resource) => circle.namespaceOf(resource))).toEqual(['x']);
  });

  it('find Services under the names that they get', () => {
    const renamed = meshOf({
      'kustomization.yaml': 'namePrefix: prod-\nnameSuffix: -v1\nresources: [web.yaml]\n',
      'web.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {}\n',
    });
    expect(['web', 'prod-web-v1', 'prod-web'].map((name) => renamed.hosts().services(name).length)).toEqual([1, 1, 0]);
  });

  it('bring together what they name', () => {
    const meet = (a: [string, string], b: [string, string]) =>
      mesh.worldsOf(named(...a)).some((world) => mesh.worldsOf(named(...b)).includes(world));
    expect(meet(['own', 'prod/own.yaml'], ['both', 'prod/both.yaml'])).toBe(true);
    expect(meet(['a', 'base/a.yaml'], ['b', 'base/b.yaml'])).toBe(false);
  });
});

it('takes the namespace of --namespace last', () => {
  const mesh = meshOf(
    { 'a.yaml': `${policy('a')}---\n${policy('b').replace('{name: b}', '{name: b, namespace: written}')}` },
    { namespace: 'given' },
  );
  expect(mesh.resources.map((resource) => mesh.namespaceOf(resource))).toEqual(['given', 'written']);
});

describe('workloads', () => {
  it.each([
    ['v1', 'Pod', '{metadata: M, spec: S}'],
    ['apps/v1', 'Deployment', '{spec: {template: {metadata: M, spec: S}}}'],
    ['batch/v1', 'CronJob', '{spec: {jobTemplate: {spec: {template: {metadata: M, spec: S}}}}}'],
    ['argoproj.io/v1alpha1', 'Rollout', '{spec: {template: {metadata: M, spec: S}}}'],
    ['serving.knative.dev/v1', 'Service', '{spec: {template: {metadata: M, spec: S}}}'],
    ['extensions/v1beta1', 'Deployment', '{spec: {template: {metadata: M, spec: S}}}'],
  ])('%s %s', (apiVersion, kind, shape) => {
    const text = shape
      .replace('M', '{labels: {app: x}}')
      .replace('S', '{hostNetwork: true}')
      .replace('{', `{apiVersion: ${apiVersion}, kind: ${kind}, `);
    const mesh = meshOf({ 'a.yaml': text });
    const [resource] = mesh.resources;
    const workload = resource && workloadOf(resource, mesh);
    expect([workload?.labels.child('app').string, workload?.spec.child('hostNetwork').boolean]).toEqual(['x', true]);
  });

  it.each([
    ['v1', 'Service'],
    ['example.com/v1', 'Deployment'],
    ['batch/v1', 'Pod'],
  ])('%s %s makes no pods', (apiVersion, kind) => {
    expect(
      meshOf({ 'a.yaml': `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\nspec: {}\n` }).workloads(),
    ).toEqual([]);
  });
});

describe('the scope of a PeerAuthentication', () => {
  it.each([
    ['{}', 'istio-system', 'mesh', 'UNSET'],
    ['{selector: {matchLabels: {}}, mtls: {mode: STRICT}}', 'istio-system', 'mesh', 'STRICT'],
    ['{mtls: {}}', 'shop', 'namespace', 'UNSET'],
    ['{selector: {matchLabels: {app: a}}, mtls: {mode: PERMISSIVE}}', 'shop', 'workload', 'PERMISSIVE'],
    ['{selector: "${SELECTOR}"}', 'istio-system', 'workload', 'UNSET'],
    ['{mtls: {mode: "${MODE}"}}', 'shop', 'namespace', undefined],
  ])('%s in %s', (spec, namespace, scope, mode) => {
    const mesh = meshOf({ 'a.yaml': policy('a', spec).replace('{name: a}', `{name: a, namespace: ${namespace}}`) });
    const [found] = peerAuthentications(mesh);
    expect(found && [scopeOf(found, mesh), modeOf(found), hasSelector(found)]).toEqual([
      scope,
      mode,
      scope === 'workload',
    ]);
  });
});

describe('holdsOtherDocuments', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Secret}\n  - {apiVersion: v1, kind: Secret}\n`;

  it.each([
    ['of resources alone', [policy('a')], false],
    ['of lists of resources', [list, policy('a')], false],
    ['of values', ['global: {}\n'], true],
    ['of as many resources as documents, two of them of a list', [list, 'global: {}\n'], true],
    ['of an empty list', ['apiVersion: v1\nkind: List\nitems: []\n'], true],
  ])('a file %s: %s', (_, documents, wanted) => {
    expect(meshOf({ 'a.yaml': documents.join('---\n') }).holdsOtherDocuments).toBe(wanted);
  });
});
