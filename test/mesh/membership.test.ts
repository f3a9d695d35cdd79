import { describe, expect, it } from 'vitest';
import {
  injectsByDefault,
  isAmbientNamespace,
  isLabelledByKustomize,
  isProxyOnly,
  membershipIn,
  passesInjector,
  undecidedWorkloads,
} from '../../src/mesh/membership.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import type { Workload } from '../../src/mesh/workloads.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(files: string | Record<string, string>): Mesh {
  const texts = typeof files === 'string' ? { 'a.yaml': files } : files;
  const sources = Object.entries(texts).map(([path, text]) => readSource(`/repo/${path}`, text));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
}

const NAMESPACE = (labels: string, name = 'shop') =>
  `---\n{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: ${labels}}}\n`;
const POD = (labels = '{}', containers = '[{name: app}]', namespace = 'shop') =>
  `---\n{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: ${namespace}, labels: ${labels}}, spec: {containers: ${containers}}}\n`;
const WEBHOOK = (selectors: string, name = 'rev.namespace.sidecar-injector.istio.io') =>
  `---\n{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: a}, webhooks: [{name: ${name}, ${selectors}}]}\n`;

const [ENABLED, DISABLED] = [NAMESPACE('{istio-injection: enabled}'), NAMESPACE('{istio-injection: disabled}')];

function first(mesh: Mesh): Workload {
  const [workload] = mesh.workloads();
  if (!workload) throw new Error('no workload');
  return workload;
}

describe('membershipIn', () => {
  const labelling = '{resources: [a.yaml], commonLabels: {istio-injection: enabled}}';
  it.each([
    ['a kustomization that labels', NAMESPACE('{}') + POD(), labelling, 'unknown'],
    ['pods that decide themselves beside it', POD('{sidecar.istio.io/inject: "true"}'), labelling, 'sidecar'],
    ['a kustomization of another namespace', ENABLED + POD(), '{namespace: web, resources: [a.yaml]}', 'unknown'],
    ['an open label of the Namespace', NAMESPACE('{istio-injection: "${ON}"}') + POD(), '', 'unknown'],
    ['alternatives that agree', ENABLED + NAMESPACE('{istio.io/rev: canary}') + POD(), '', 'sidecar'],
    ['alternatives of which one is open', ENABLED + NAMESPACE('{istio-injection: "${ON}"}') + POD(), '', 'unknown'],
    ['pods of a namespace that nobody names', ENABLED + POD('{}', '[{name: app}]', '""'), '', 'unknown'],
  ])('knows %s', (_, text, kustomization, wanted) => {
    const mesh = meshOf({ 'a.yaml': text, ...(kustomization && { 'kustomization.yaml': kustomization }) });
    expect(membershipIn(mesh, first(mesh))).toBe(wanted);
  });
});

describe('passesInjector', () => {
  const passes = (text: string, more: Record<string, string> = {}) => {
    const mesh = meshOf({ 'a.yaml': text, ...more });
    return passesInjector(mesh, first(mesh));
  };
  it.each([
    ['a Namespace that asks', ENABLED + POD(), true],
    ['a Namespace that refuses', DISABLED + POD(), false],
    ['a Namespace that says nothing', NAMESPACE('{}') + POD(), false],
    ['pods that refuse', ENABLED + POD('{sidecar.istio.io/inject: "false"}'), false],
    ['no Namespace', POD(), undefined],
    ['pods that ask, without a Namespace', POD('{sidecar.istio.io/inject: "true"}'), true],
    ['alternatives', ENABLED + DISABLED + POD(), undefined],
    ['an open label of the Namespace', NAMESPACE('{istio-injection: "${ON}"}') + POD(), undefined],
    ['an open label that decides nothing', NAMESPACE('{team: "${TEAM}"}') + POD(), false],
    ['an open label of the pods', NAMESPACE('{}') + POD('{sidecar.istio.io/inject: "${ON}"}'), undefined],
    ['open labels', NAMESPACE('"${LABELS}"') + POD(), undefined],
  ])('goes by %s', (_, text, wanted) => {
    expect(passes(text)).toBe(wanted);
  });

  it('is not known where a kustomization labels the Namespace', () => {
    const kustomization = '{resources: [a.yaml], labels: [{pairs: {istio-injection: enabled}}]}';
    expect(passes(NAMESPACE('{}') + POD(), { 'kustomization.yaml': kustomization })).toBeUndefined();
  });

  const BY_REVISION = WEBHOOK('namespaceSelector: {matchLabels: {istio.io/rev: new}}');
  const BY_NAME = (operator: string, name: string) =>
    WEBHOOK(
      `namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: ${operator}, values: [${name}]}]}`,
    );
  it.each([
    ['that takes all', NAMESPACE('{}') + POD() + WEBHOOK('objectSelector: null'), true],
    ['of the revision', NAMESPACE('{istio.io/rev: new}') + POD() + BY_REVISION, true],
    ['of another revision', NAMESPACE('{istio.io/rev: old}') + POD() + BY_REVISION, false],
    ['of an open revision', NAMESPACE('{istio.io/rev: "${REV}"}') + POD() + BY_REVISION, undefined],
    [
      'with an open selector',
      NAMESPACE('{}') + POD() + WEBHOOK('namespaceSelector: {matchLabels: {istio.io/rev: "${REV}"}}'),
      true,
    ],
    [
      'that asks for a label of pods that is open',
      ENABLED + POD('{tier: "${TIER}"}') + WEBHOOK('objectSelector: {matchLabels: {tier: front}}'),
      undefined,
    ],
    ['of which one of two takes them', NAMESPACE('{}') + POD() + BY_REVISION + WEBHOOK('namespaceSelector: {}'), true],
    ['that refuses the pods', ENABLED + POD() + WEBHOOK('objectSelector: {matchLabels: {app: a}}'), false],
    ['that takes the namespace by its name', NAMESPACE('{}') + POD() + BY_NAME('In', 'shop'), true],
    ['that leaves the namespace out by its name', ENABLED + POD() + BY_NAME('NotIn', 'shop'), false],
    ['of somebody else', ENABLED + POD() + WEBHOOK('objectSelector: {matchLabels: {app: a}}', 'a.example.com'), true],
  ])('goes by a webhook %s', (_, text, wanted) => {
    expect(passes(text)).toBe(wanted);
  });
});

describe('isAmbientNamespace', () => {
  const AMBIENT = NAMESPACE('{istio.io/dataplane-mode: ambient}');
  it.each([
    ['the label', AMBIENT, true],
    ['two manifests with the label', AMBIENT + AMBIENT, true],
    ['a manifest without it', AMBIENT + NAMESPACE('{}'), false],
    ['another mode', NAMESPACE('{istio.io/dataplane-mode: none}'), false],
    ['an open mode', NAMESPACE('{istio.io/dataplane-mode: "${MODE}"}'), false],
    ['sidecars beside it', NAMESPACE('{istio.io/dataplane-mode: ambient, istio-injection: enabled}'), false],
    ['sidecars switched off', NAMESPACE('{istio.io/dataplane-mode: ambient, istio-injection: disabled}'), true],
    ['a revision beside it', NAMESPACE('{istio.io/dataplane-mode: ambient, istio.io/rev: canary}'), false],
    ['another namespace', NAMESPACE('{istio.io/dataplane-mode: ambient}', 'web'), false],
    ['pods alone', POD('{istio.io/dataplane-mode: ambient}'), false],
    ['nothing', '', false],
  ])('goes by %s', (_, text, wanted) => {
    expect(isAmbientNamespace(meshOf(text), 'shop')).toBe(wanted);
  });
});

describe('undecidedWorkloads', () => {
  it.each([
    ['pods that say nothing', POD(), 1],
    ['pods of a namespace that nobody names', POD('{}', '[{name: app}]', '""'), 0],
    ['pods without containers', POD('{}', '[]'), 1],
    ['pods beside one that is open', POD() + POD('{sidecar.istio.io/inject: "${ON}"}'), 0],
    ['pods beside one of ambient mode', POD() + POD('{istio.io/dataplane-mode: ambient}'), 0],
    ['pods beside one that keeps out of ambient mode', POD() + POD('{istio.io/dataplane-mode: none}'), 1],
    [
      'pods beside a gateway that asks for its proxy',
      POD() + POD('{sidecar.istio.io/inject: "true"}', '[{name: istio-proxy}]'),
      1,
    ],
  ])('%s', (_, text, count) => {
    expect(undecidedWorkloads(meshOf(text), 'shop')).toHaveLength(count);
  });
});

describe('isProxyOnly', () => {
  it.each([
    ['[{name: istio-proxy, image: proxyv2}]', true],
    ['[{name: gateway, image: auto}]', true],
    ['[{name: istio-proxy}, {name: app}]', false],
    ['[{name: istio-proxy}, null]', false],
    ['[{image: "${IMAGE}"}]', false],
    ['[]', false],
    ['istio-proxy', false],
  ])('%s: %s', (containers, wanted) => {
    expect(isProxyOnly(first(meshOf(POD('{}', containers))))).toBe(wanted);
  });
});

describe('isLabelledByKustomize', () => {
  const labelled = (kustomization: string, patch = '{}') =>
    isLabelledByKustomize(
      meshOf({ 'k/kustomization.yaml': kustomization, 'k/p.yaml': patch, 'k/a.yaml': NAMESPACE('{}') }),
      'shop',
    );
  const patch = NAMESPACE('{istio-injection: enabled}', 'any');
  it.each([
    ['a patch in a file for what is targeted', '{patches: [{path: p.yaml, target: {kind: Namespace}}]}', patch, true],
    ['a patch in a file by its own name', '{patches: [{path: p.yaml}]}', patch, false],
    ['a patch in a file that was not read', '{patches: [{path: q.yaml, target: {kind: Namespace}}]}', patch, false],
    [
      'a patch of other labels for what is targeted',
      '{patches: [{path: p.yaml, target: {kind: Namespace}}]}',
      NAMESPACE('{team: a}', 'any'),
      false,
    ],
    ['a label of null', '{commonLabels: {istio-injection: null}}', '{}', false],
    ['a label that is not known', '{commonLabels: {istio-injection: "${ON}"}}', '{}', true],
    ['labels of another type', '{commonLabels: [istio-injection], labels: {pairs: {istio-injection: a}}}', '{}', false],
    ['a patch that is no YAML', '{patches: [{patch: "{", target: {kind: Namespace}}]}', '{}', false],
    ['a patch of another type', '{patches: [{patch: [a]}, null], patchesStrategicMerge: {a: b}}', '{}', false],
  ])('%s', (_, kustomization, text, wanted) => {
    expect(labelled(kustomization, text)).toBe(wanted);
  });
});

it.each([
  ['true', true],
  ['"true"', false],
  ['"${DEFAULT}"', false],
  ['null', false],
])('enableNamespacesByDefault: %s injects by default: %s', (value, wanted) => {
  const values = `pilot: {autoscaleEnabled: true}\nsidecarInjectorWebhook: {enableNamespacesByDefault: ${value}}\n`;
  expect(injectsByDefault(meshOf(values))).toBe(wanted);
});
