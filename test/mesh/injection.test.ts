import { describe, expect, it } from 'vitest';
import { membershipOf, ownChoice, saysMembership } from '../../src/mesh/injection.ts';
import {
  injectsByDefault,
  isLabelledByKustomize,
  isProxyOnly,
  membershipIn,
  undecidedWorkloads,
} from '../../src/mesh/membership.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { findMeshEvidence } from '../../src/mesh/mesh-evidence.ts';
import type { Workload } from '../../src/mesh/workloads.ts';
import { readSource } from '../../src/yaml/read.ts';
import type { Resource } from '../../src/yaml/resource.ts';

function meshOf(files: string | Record<string, string>): Mesh {
  const texts = typeof files === 'string' ? { 'a.yaml': files } : files;
  const sources = Object.entries(texts).map(([path, text]) => readSource(`/repo/${path}`, text));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
}

const namespace = (labels: string, name = 'shop') =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}\n`;
const pod = (labels: string, rest: { annotations?: string; spec?: string; name?: string; namespace?: string } = {}) => {
  const { annotations = '{}', spec = '{containers: [{name: app, image: app}]}' } = rest;
  const where = `name: ${rest.name ?? 'p'}, namespace: ${rest.namespace ?? 'shop'}`;
  return `---\napiVersion: v1\nkind: Pod\nmetadata: {${where}, labels: ${labels}, annotations: ${annotations}}\nspec: ${spec}\n`;
};
const object = (kind: string, spec: string, metadata = 'name: a, namespace: shop') => {
  const group = kind === 'VirtualService' || kind === 'Sidecar' ? 'networking' : 'security';
  return `---\napiVersion: ${group}.istio.io/v1\nkind: ${kind}\nmetadata: {${metadata}}\nspec: ${spec}\n`;
};

function workloadIn(text: string): Workload {
  const [workload] = meshOf(text).workloads();
  if (!workload) throw new Error('no workload');
  return workload;
}

function namespaceIn(text: string): Resource {
  const [found] = meshOf(text).ofKind('Namespace');
  if (!found) throw new Error('no namespace');
  return found;
}

describe('what a Namespace says', () => {
  it.each([
    ['{istio-injection: enabled}', true],
    ['{istio-injection: disabled}', true],
    ['{istio-injection: "${INJECTION}"}', true],
    ['{istio-injection: }', true],
    ['{istio.io/rev: stable}', true],
    ['{istio.io/dataplane-mode: none}', true],
    ['"${LABELS}"', true],
    ['{"${LABEL}": x}', true],
    ['{team: "${TEAM}"}', false],
    ['{team: a}', false],
    ['{}', false],
    ['[istio-injection]', false],
  ])('%s', (labels, says) => {
    expect(saysMembership(namespaceIn(namespace(labels)))).toBe(says);
  });
});

describe('membership in the order that Istio decides', () => {
  // Labels of the Namespace, labels of the pod, the answer.
  it.each([
    ['{istio-injection: enabled}', '{}', 'sidecar'],
    ['{istio-injection: enabled}', '{sidecar.istio.io/inject: "false"}', 'none'],
    ['{istio-injection: enabled}', '{sidecar.istio.io/inject: "no"}', 'sidecar'],
    ['{istio-injection: enabled}', '{istio.io/rev: canary}', 'sidecar'],
    ['{istio-injection: disabled}', '{}', 'none'],
    ['{istio-injection: disabled}', '{sidecar.istio.io/inject: "true"}', 'none'],
    ['{istio-injection: disabled}', '{istio.io/rev: canary}', 'none'],
    ['{istio-injection: disabled, istio.io/rev: canary}', '{}', 'none'],
    ['{istio-injection: enable}', '{sidecar.istio.io/inject: "true"}', 'none'],
    ['{istio-injection: }', '{}', 'none'],
    ['{istio.io/rev: canary}', '{}', 'sidecar'],
    ['{istio.io/rev: ""}', '{}', 'none'],
    ['{istio.io/rev: canary}', '{sidecar.istio.io/inject: "false"}', 'none'],
    ['{}', '{}', 'none'],
    ['{}', '{sidecar.istio.io/inject: "true"}', 'sidecar'],
    ['{}', '{sidecar.istio.io/inject: true}', 'sidecar'],
    ['{}', '{istio.io/rev: canary}', 'sidecar'],
    ['{}', '{istio.io/rev: canary, sidecar.istio.io/inject: "false"}', 'none'],
    ['{istio.io/dataplane-mode: ambient}', '{}', 'ambient'],
    ['{istio.io/dataplane-mode: ambient}', '{istio.io/dataplane-mode: none}', 'none'],
    ['{istio.io/dataplane-mode: ambient}', '{sidecar.istio.io/inject: "true"}', 'sidecar'],
    ['{istio.io/dataplane-mode: ambient, istio-injection: enabled}', '{}', 'sidecar'],
    ['{istio.io/dataplane-mode: ambient, istio-injection: disabled}', '{}', 'ambient'],
    ['{istio.io/dataplane-mode: none}', '{istio.io/dataplane-mode: ambient}', 'ambient'],
    ['{istio.io/dataplane-mode: none}', '{}', 'none'],
    ['{istio-injection: "${INJECTION}"}', '{}', 'unknown'],
    ['{istio-injection: enabled}', '{sidecar.istio.io/inject: "${INJECT}"}', 'unknown'],
    ['{"${LABEL}": x}', '{}', 'unknown'],
    ['{team: "${TEAM}"}', '{}', 'none'],
  ])('%s and a pod with %s', (outer, inner, wanted) => {
    expect(membershipOf(workloadIn(pod(inner)), namespaceIn(namespace(outer)))).toBe(wanted);
  });

  it.each([
    ['{}', 'unknown'],
    ['{sidecar.istio.io/inject: "true"}', 'sidecar'],
    ['{istio.io/rev: canary}', 'sidecar'],
    ['{istio.io/dataplane-mode: ambient}', 'ambient'],
    ['{sidecar.istio.io/inject: "false"}', 'unknown'],
    ['{sidecar.istio.io/inject: "false", istio.io/dataplane-mode: none}', 'none'],
  ])('a pod with %s, and nothing known of its Namespace', (labels, wanted) => {
    expect(membershipOf(workloadIn(pod(labels)), undefined)).toBe(wanted);
  });

  const enabled = namespaceIn(namespace('{istio-injection: enabled}'));

  it('reads the annotation only where the label is absent, and only to refuse', () => {
    const of = (labels: string, annotations: string, where = enabled) =>
      membershipOf(workloadIn(pod(labels, { annotations })), where);
    expect([
      of('{}', '{sidecar.istio.io/inject: "false"}'),
      of('{sidecar.istio.io/inject: "true"}', '{sidecar.istio.io/inject: "false"}'),
      of('{}', '{sidecar.istio.io/inject: "true"}', namespaceIn(namespace('{}'))),
    ]).toEqual(['none', 'sidecar', 'none']);
  });

  it('never injects on the network of the host or into namespaces of the system, unless a proxy is there already', () => {
    const onHost = workloadIn(pod('{sidecar.istio.io/inject: "true"}', { spec: '{hostNetwork: true}' }));
    const ofSystem = workloadIn(pod('{}', { namespace: 'kube-system' }));
    const byHand = '{containers: [{name: app, image: app}, {name: istio-proxy, image: proxyv2}]}';
    const native = '{initContainers: [{name: istio-proxy, image: proxyv2, restartPolicy: Always}], containers: []}';
    expect([
      membershipOf(onHost, enabled),
      membershipOf(ofSystem, enabled),
      membershipOf(workloadIn(pod('{sidecar.istio.io/inject: "false"}', { spec: byHand })), enabled),
      membershipOf(workloadIn(pod('{}', { spec: native })), undefined),
    ]).toEqual(['none', 'none', 'sidecar', 'sidecar']);
  });

  it('injects what says nothing where the installation does so by default', () => {
    const of = (labels: string, outer: string) =>
      membershipOf(workloadIn(pod(labels)), namespaceIn(namespace(outer)), true);
    expect([
      of('{}', '{}'),
      of('{sidecar.istio.io/inject: "no"}', '{}'),
      of('{istio.io/rev: ""}', '{}'),
      of('{}', '{istio-injection: disabled}'),
    ]).toEqual(['sidecar', 'none', 'none', 'none']);
  });

  it('copes with anything in the place of labels', () => {
    for (const odd of ['[1]', 'text', '{sidecar.istio.io/inject: [true]}', '{istio.io/rev: {a: 1}}']) {
      expect(membershipOf(workloadIn(pod(odd)), namespaceIn(namespace(odd)))).toBeTypeOf('string');
    }
  });
});

describe('what pods say for themselves', () => {
  it.each([
    ['{}', undefined],
    ['{sidecar.istio.io/inject: "yes"}', undefined],
    ['{sidecar.istio.io/inject: "true"}', 'sidecar'],
    ['{sidecar.istio.io/inject: "false"}', 'none'],
    ['{istio.io/rev: canary}', 'sidecar'],
    ['{istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: "false"}', 'ambient'],
    ['{istio.io/dataplane-mode: none}', 'none'],
    ['{istio.io/dataplane-mode: "${MODE}"}', 'unknown'],
  ])('%s', (labels, wanted) => {
    expect(ownChoice(workloadIn(pod(labels)))).toBe(wanted);
  });

  it('leaves the others to the namespace, unless some ask for a proxy', () => {
    const names = (...pods: string[]) => {
      const mesh = meshOf(pods.join(''));
      return undecidedWorkloads(mesh, 'shop').map(({ resource }) => resource.name);
    };
    const app = pod('{}', { name: 'app' });
    const gateway = pod('{}', { name: 'gateway', spec: '{containers: [{name: istio-proxy, image: auto}]}' });
    expect([
      names(app, pod('{sidecar.istio.io/inject: "false"}', { name: 'out' })),
      names(app, pod('{sidecar.istio.io/inject: "true"}', { name: 'in' })),
      names(app, gateway, pod('{}', { name: 'agent', spec: '{hostNetwork: true, containers: [{name: a}]}' })),
      names(pod('{}', { namespace: 'other' })),
    ]).toEqual([['app'], [], ['app'], []]);
    expect([isProxyOnly(workloadIn(gateway)), isProxyOnly(workloadIn(app))]).toEqual([true, false]);
  });
});

describe('membership in a set of manifests', () => {
  it('is unknown where alternatives of the Namespace disagree', () => {
    const of = (...manifests: string[]) => {
      const mesh = meshOf(manifests.join('') + pod('{}'));
      return mesh.workloads().map((workload) => membershipIn(mesh, workload));
    };
    const [on, off] = [namespace('{istio-injection: enabled}'), namespace('{istio-injection: disabled}')];
    expect([of(on), of(on, on), of(on, off), of()]).toEqual([['sidecar'], ['sidecar'], ['unknown'], ['unknown']]);
  });

  it.each([
    [
      'IstioOperator',
      'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {values: {sidecarInjectorWebhook: {enableNamespacesByDefault: true}}}\n',
      true,
    ],
    [
      'Helm values',
      'pilot: {autoscaleEnabled: true}\nsidecarInjectorWebhook: {enableNamespacesByDefault: true}\n',
      true,
    ],
    [
      'the injector of a running Istio',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-sidecar-injector-canary, namespace: istio-system}\ndata:\n  values: '{"sidecarInjectorWebhook":{"enableNamespacesByDefault":true}}'\n`,
      true,
    ],
    ['an installation that does not', 'sidecarInjectorWebhook: {enableNamespacesByDefault: false}\n', false],
  ])('reads the default from %s', (_, text, wanted) => {
    expect(injectsByDefault(meshOf(text))).toBe(wanted);
  });
});

describe('labels that a kustomization brings', () => {
  const files = (kustomization: string, others: Record<string, string> = {}) =>
    meshOf({ 'k/shop.yaml': namespace('{}'), 'k/kustomization.yaml': kustomization, ...others });
  const operations = (path: string, value = 'enabled') => `- {op: add, path: ${path}, value: ${value}}\n`;
  const indented = (text: string) => text.replace(/^/gm, '      ');

  it.each([
    ['a patch in a file', 'patches: [{path: p.yaml}]\n', namespace('{istio.io/rev: canary}'), true],
    ['a patch of another Namespace', 'patches: [{path: p.yaml}]\n', namespace('{istio.io/rev: canary}', 'web'), false],
    ['a patch of other labels', 'patches: [{path: p.yaml}]\n', namespace('{team: a}'), false],
    ['operations in a file', 'patches: [{path: p.yaml}]\n', operations('/metadata/labels/istio.io~1rev'), true],
    ['operations elsewhere', 'patches: [{path: p.yaml}]\n', operations('/metadata/annotations/istio.io~1rev'), false],
    ['a file that is no patch', 'resources: [p.yaml]\n', operations('/metadata/labels/istio-injection'), false],
  ])('%s', (_, kustomization, patch, wanted) => {
    expect(isLabelledByKustomize(files(kustomization, { 'k/p.yaml': patch }), 'shop')).toBe(wanted);
  });

  it.each([
    ['labels for all', 'labels: [{pairs: {istio-injection: enabled}}]\n', true],
    ['labels of old', 'commonLabels: {istio.io/dataplane-mode: ambient}\n', true],
    ['other labels for all', 'commonLabels: {team: a}\n', false],
    [
      'a patch in place',
      `patchesStrategicMerge:\n  - |-\n${indented(namespace('{istio-injection: enabled}').slice(4))}`,
      true,
    ],
    [
      'a patch in place for whatever is targeted',
      `patches:\n  - target: {kind: Namespace}\n    patch: |-\n${indented(namespace('{istio-injection: enabled}', 'any').slice(4))}`,
      true,
    ],
    [
      'operations in place',
      `patches:\n  - target: {kind: Namespace}\n    patch: |-\n${indented(operations('/metadata/labels/istio-injection'))}`,
      true,
    ],
    [
      'operations that write all labels',
      `patchesJson6902:\n  - target: {kind: Namespace}\n    patch: |-\n${indented(operations('/metadata/labels', '{istio-injection: enabled}'))}`,
      true,
    ],
    [
      'operations for another kind',
      `patches:\n  - target: {kind: Deployment}\n    patch: |-\n${indented(operations('/metadata/labels/istio-injection'))}`,
      false,
    ],
  ])('%s', (_, kustomization, wanted) => {
    expect(isLabelledByKustomize(files(kustomization), 'shop')).toBe(wanted);
  });
});

describe('what shows that a namespace is meant for the mesh', () => {
  const found = (...documents: string[]) => {
    const mesh = meshOf(documents.join(''));
    const evidence = findMeshEvidence(mesh, 'shop', undecidedWorkloads(mesh, 'shop'));
    return evidence && `${evidence.reason}: ${evidence.resource.kind}`;
  };
  const app = pod('{app: a}');
  const route = (gateways: string) => object('VirtualService', `{hosts: [a]${gateways}}`);
  const letsIn = (source: string, action = '') =>
    object('AuthorizationPolicy', `{rules: [{from: [{source: ${source}}]}]${action}}`, 'name: b, namespace: bank');

  it.each([
    [
      'a policy for all of it',
      [app, object('PeerAuthentication', '{mtls: {mode: STRICT}}')],
      'policy: PeerAuthentication',
    ],
    ['a policy without workloads', [object('PeerAuthentication', '{}')], undefined],
    ['mutual TLS switched off', [app, object('PeerAuthentication', '{mtls: {mode: DISABLE}}')], undefined],
    [
      'a policy for a workload',
      [app, object('AuthorizationPolicy', '{selector: {matchLabels: {app: a}}}')],
      'policy: AuthorizationPolicy',
    ],
    [
      'a policy for others',
      [app, object('AuthorizationPolicy', '{selector: {matchLabels: {app: gateway}}}')],
      undefined,
    ],
    [
      'a policy for a placeholder',
      [app, object('AuthorizationPolicy', '{selector: {matchLabels: {app: "${APP}"}}}')],
      undefined,
    ],
    [
      'a policy at a waypoint',
      [app, object('AuthorizationPolicy', '{targetRefs: [{kind: Gateway, name: waypoint}]}')],
      undefined,
    ],
    ['a Sidecar', [app, object('Sidecar', '{egress: [{hosts: ["./*"]}]}')], 'policy: Sidecar'],
    ['a Sidecar for others', [app, object('Sidecar', '{workloadSelector: {labels: {app: b}}}')], undefined],
    ['a route for sidecars', [app, route('')], 'route: VirtualService'],
    ['a route for both', [app, route(', gateways: [ingress, mesh]')], 'route: VirtualService'],
    ['a route at a gateway', [app, route(', gateways: [ingress]')], undefined],
    [
      'a route that callers elsewhere may follow',
      [app, route(''), namespace('{istio-injection: enabled}', 'web')],
      undefined,
    ],
    ['a policy that knows its namespace', [app, letsIn('{namespaces: [web, shop]}')], 'identity: AuthorizationPolicy'],
    [
      'a policy that knows its service account',
      [app, letsIn('{principals: [cluster.local/ns/shop/sa/a]}')],
      'identity: AuthorizationPolicy',
    ],
    [
      'a policy that knows another namespace',
      [app, letsIn('{namespaces: [shopping], notNamespaces: [shop]}')],
      undefined,
    ],
    ['a policy that refuses it', [app, letsIn('{namespaces: [shop]}', ', action: DENY')], undefined],
    [
      'the plainest sign of several',
      [app, object('Sidecar', '{}'), route(''), object('PeerAuthentication', '{}')],
      'policy: PeerAuthentication',
    ],
  ])('%s', (_, documents, wanted) => {
    expect(found(...documents)).toBe(wanted);
  });

  it('may be a Namespace beside it, of the same file, folder or kustomization', () => {
    const beside = (own: string, other: string, files: Record<string, string> = {}) => {
      const web = namespace('{istio.io/rev: stable}', 'web');
      const mesh = meshOf({ [own]: namespace('{}') + app, ...(own === other ? {} : { [other]: web }), ...files });
      return findMeshEvidence(mesh, 'shop', undecidedWorkloads(mesh, 'shop'))?.reason;
    };
    expect([
      beside('k/a.yaml', 'k/b.yaml'),
      beside('shop/a.yaml', 'web/a.yaml'),
      beside('shop/a.yaml', 'web/a.yaml', { 'kustomization.yaml': 'resources: [shop/a.yaml, web/a.yaml]\n' }),
    ]).toEqual(['neighbour', undefined, 'neighbour']);
    expect([
      found(app, namespace('{}'), namespace('{istio-injection: enabled}', 'web')),
      found(app, namespace('{}'), namespace('{istio-injection: disabled, istio.io/rev: stable}', 'web')),
      found(namespace('{}'), namespace('{istio-injection: enabled}', 'web')),
    ]).toEqual(['neighbour: Namespace', undefined, undefined]);
  });
});
