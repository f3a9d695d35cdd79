import { describe, expect, it } from 'vitest';
import { isEnrolled, optsOut, saysMembership } from '../../src/mesh/injection.ts';
import { decidesForItself, findMeshEvidence } from '../../src/mesh/membership.ts';
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

  it('give a namespace where all that name a file agree', () => {
    const of = (name: string, file: string) => mesh.namespaceOf(named(name, file));
    expect([
      of('a', 'base/a.yaml'),
      of('b', 'base/b.yaml'),
      of('own', 'prod/own.yaml'),
      of('both', 'prod/both.yaml'),
    ]).toEqual(['shop', '', 'prod', '']);
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

describe('membership', () => {
  const namespace = (labels: string) => {
    const [found] = meshOf({
      'a.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: ${labels}}\n`,
    }).resources;
    if (!found) throw new Error('no namespace');
    return found;
  };

  it.each([
    ['{istio-injection: enabled}', true, true],
    ['{istio-injection: disabled}', true, false],
    ['{istio-injection: disabled, istio.io/rev: stable}', true, false],
    ['{istio.io/rev: stable}', true, true],
    ['{istio.io/dataplane-mode: ambient}', true, true],
    ['{istio.io/dataplane-mode: none}', true, false],
    ['{team: a}', false, false],
    ['{"${LABEL}": x}', true, false],
    ['{}', false, false],
  ])('%s', (labels, says, enrolled) => {
    expect([saysMembership(namespace(labels)), isEnrolled(namespace(labels))]).toEqual([says, enrolled]);
  });

  it('is left by label, by annotation, or by the network of the host; the label decides', () => {
    const outOf = (text: string) => {
      const [found] = meshOf({ 'a.yaml': `apiVersion: v1\nkind: Pod\n${text}\n` }).workloads();
      return found && optsOut(found.labels, found.annotations, found.spec);
    };
    expect([
      outOf('metadata: {labels: {sidecar.istio.io/inject: "false"}}'),
      outOf('metadata: {annotations: {sidecar.istio.io/inject: "false"}}'),
      outOf('metadata: {labels: {sidecar.istio.io/inject: "true"}, annotations: {sidecar.istio.io/inject: "false"}}'),
      outOf('spec: {hostNetwork: true}'),
      outOf('spec: {}'),
    ]).toEqual([true, true, false, true, false]);
  });

  const pod = (name: string, labels: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: ${labels}}\nspec: {containers: [{name: ${name}, image: x}]}\n`;
  const inShop = (text: string) => text.replace('{name: a}', '{name: a, namespace: shop}');

  it('is meant where policies or mesh routes and workloads meet', () => {
    const evidence = (...documents: string[]) =>
      findMeshEvidence(meshOf({ 'a.yaml': documents.join('---\n') }), 'shop')?.kind;
    const route = (gateways: string) =>
      `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: r, namespace: shop}\nspec: {hosts: [a]${gateways}}\n`;
    expect([
      evidence(inShop(policy('a')), pod('p', '{}')),
      evidence(inShop(policy('a'))),
      evidence(route(''), pod('p', '{}')),
      evidence(route(', gateways: [ingress]'), pod('p', '{}')),
      evidence(route(', gateways: [ingress, mesh]'), pod('p', '{}')),
      evidence(inShop(policy('a')), pod('istio-proxy', '{}')),
    ]).toEqual(['PeerAuthentication', undefined, 'VirtualService', undefined, 'VirtualService', undefined]);
  });

  it('may be said by each pod, or by a patch', () => {
    const each = meshOf({ 'a.yaml': pod('p', '{sidecar.istio.io/inject: "true"}') });
    const some = meshOf({ 'a.yaml': `${pod('p', '{sidecar.istio.io/inject: "true"}')}---\n${pod('q', '{}')}` });
    expect([decidesForItself(each, 'shop'), decidesForItself(some, 'shop')]).toEqual([true, false]);
  });
});
