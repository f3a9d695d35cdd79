import { expect, it } from 'vitest';
import { ambientLabel, ambientWorkloadsOf } from '../../src/mesh/ambient-policies.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const namespace = (name: string, labels = '{istio.io/dataplane-mode: ambient}') =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: ${labels}}}`;

const deployment = (name: string, home = 'shop', labels = '') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: ${home}}, spec: {template: {metadata: {labels: {app: ${name}${labels}}}, spec: {containers: [{name: app, image: a}]}}}}`;

const policy = (home: string, spec = '{}') =>
  `{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: ${home}}, spec: ${spec}}`;

const OF_CART = '{selector: {matchLabels: {app: cart}}}';

/** The names of the workloads that the first manifest holds for. */
function ambient(...manifests: string[]): string[] | undefined {
  const source = readSource('/a.yaml', manifests.join('\n---\n'));
  const mesh = new Mesh([source], { rootNamespace: 'istio-system', namespace: '' });
  const [first] = mesh.resources;
  return first && ambientWorkloadsOf(mesh, first)?.map(({ resource }) => resource.name);
}

it('finds the workloads of a policy where all of them are in ambient mode', () => {
  const shop = [namespace('shop'), deployment('cart'), deployment('web')];
  expect(ambient(policy('shop'), ...shop)).toEqual(['cart', 'web']);
  expect(ambient(policy('shop', OF_CART), ...shop)).toEqual(['cart']);
  expect(ambient(policy('istio-system'), ...shop)).toEqual(['cart', 'web']);
});

it('counts on the label of the namespace where no workload is known, but not for the mesh', () => {
  expect(ambient(policy('shop'), namespace('shop'))).toEqual([]);
  expect(ambient(policy('shop', OF_CART), namespace('shop'))).toEqual([]);
  expect(ambient(policy('istio-system'), namespace('shop'))).toBeUndefined();
  expect(ambient(policy('shop'))).toBeUndefined();
});

it('knows nothing where one has a sidecar, or may, and passes over those outside of the mesh', () => {
  const shop = [namespace('shop'), deployment('cart')];
  const billing = [namespace('billing', '{istio-injection: enabled}'), deployment('ledger', 'billing')];
  expect(ambient(policy('istio-system'), ...shop, ...billing)).toBeUndefined();
  expect(ambient(policy('istio-system'), ...shop, deployment('loose', 'unknown'))).toBeUndefined();
  expect(
    ambient(policy('shop'), ...shop, deployment('web', 'shop', ', sidecar.istio.io/inject: "true"')),
  ).toBeUndefined();
  expect(ambient(policy('shop'), ...shop, deployment('web', 'shop', ', istio.io/dataplane-mode: none'))).toEqual([
    'cart',
  ]);
});

it('passes over policies that Istio ignores', () => {
  expect(ambient(policy('istio-system', OF_CART), namespace('shop'), deployment('cart'))).toBeUndefined();
});

it('finds the label that brings pods in', () => {
  const source = readSource('/a.yaml', [namespace('shop'), deployment('cart')].join('\n---\n'));
  const mesh = new Mesh([source], { rootNamespace: 'istio-system', namespace: '' });
  expect(ambientLabel(mesh, 'shop', mesh.workloads()[0])?.display).toBe('metadata.labels["istio.io/dataplane-mode"]');
  expect(ambientLabel(mesh, 'other')).toBeUndefined();
});
