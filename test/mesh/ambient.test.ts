import { describe, expect, it } from 'vitest';
import { ambientReach, holdsSidecars, isForAmbient } from '../../src/mesh/ambient.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(...texts: string[]): Mesh {
  const files = texts.map((text, index) => readSource(`/${index}.yaml`, text));
  return new Mesh(files, { rootNamespace: 'istio-system', namespace: '' });
}

const namespace = (name: string, labels: string) =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {${labels}}}}`;
const AMBIENT = namespace('shop', 'istio.io/dataplane-mode: ambient');
const workload = (name: string, home: string, labels = '') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: ${home}}, spec: {template: {metadata: {labels: {app: ${name}, ${labels}}}, spec: {containers: [{name: ${name}}]}}}}`;
const policy = (home: string, spec: string) =>
  `{apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {name: a, namespace: ${home}}, spec: ${spec}}`;
const CART = '{selector: {matchLabels: {app: cart}}}';
const GATEWAY =
  '{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: g, namespace: shop}, spec: {gatewayClassName: istio}}';

function reach(...texts: string[]): string | undefined {
  const mesh = meshOf(...texts);
  const [found] = mesh.ofKind('RequestAuthentication').map((each) => ambientReach(mesh, each));
  return found && `${found.example.name}${found.isWhole ? '' : ' and others'}`;
}

describe('ambientReach', () => {
  it('finds a workload that the selector chooses', () => {
    expect(reach(AMBIENT, workload('cart', 'shop'), policy('shop', CART))).toBe('cart');
    expect(reach(AMBIENT, workload('cart', 'shop', 'istio.io/dataplane-mode: none'), policy('shop', CART))).toBe(
      undefined,
    );
    expect(reach(AMBIENT, workload('stock', 'shop'), policy('shop', CART))).toBeUndefined();
    expect(reach(workload('cart', 'shop', 'istio.io/dataplane-mode: ambient'), policy('shop', CART))).toBe('cart');
  });

  it('takes the Namespace where none of its workloads is known', () => {
    expect(reach(AMBIENT, policy('shop', CART))).toBe('shop');
    expect(reach(AMBIENT, policy('shop', '{}'))).toBe('shop');
    expect(reach(namespace('shop', 'istio-injection: enabled'), AMBIENT, policy('shop', '{}'))).toBeUndefined();
  });

  it('knows when others are chosen as well', () => {
    const sidecar = workload('cart', 'shop', 'v: two, sidecar.istio.io/inject: "true"');
    expect(reach(AMBIENT, workload('cart', 'shop'), sidecar, policy('shop', CART))).toBe('cart and others');
    expect(reach(AMBIENT, workload('cart', 'shop'), GATEWAY, policy('shop', '{}'))).toBe('cart and others');
    expect(reach(AMBIENT, workload('cart', 'shop'), GATEWAY, policy('shop', CART))).toBe('cart');
  });

  it('follows a policy of the root namespace everywhere, but not into another world', () => {
    const sidecars = namespace('legacy', 'istio-injection: enabled');
    expect(reach(AMBIENT, workload('cart', 'shop'), policy('istio-system', '{}'))).toBe('cart and others');
    expect(reach(AMBIENT, policy('istio-system', '{}'))).toBe('shop and others');
    expect(reach(AMBIENT, policy('istio-system', CART))).toBeUndefined();
    expect(reach(AMBIENT, sidecars, workload('cart', 'shop'), policy('istio-system', '{}'))).toBeUndefined();
    expect(reach([AMBIENT, sidecars, workload('cart', 'shop'), policy('istio-system', '{}')].join('\n---\n'))).toBe(
      'cart and others',
    );
  });

  it('leaves open what it does not know', () => {
    expect(reach(AMBIENT, policy('""', '{}'))).toBeUndefined();
    expect(reach(AMBIENT, policy('shop', '{selector: {matchLabels: {app: "${APP}"}}}'))).toBeUndefined();
    expect(reach(AMBIENT, policy('shop', '{selector: {matchLabels: {istio: ingressgateway}}}'))).toBeUndefined();
    const patch = `kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\npatches: [{target: {kind: RequestAuthentication}, patch: "[{op: add, path: /spec/targetRefs, value: []}]"}]`;
    expect(reach(AMBIENT, patch, policy('shop', CART))).toBeUndefined();
  });
});

describe('isForAmbient', () => {
  const service = (spec: string) =>
    `{apiVersion: v1, kind: Service, metadata: {name: s, namespace: shop}, spec: ${spec}}`;
  const ask = (...texts: string[]) => {
    const mesh = meshOf(...texts);
    return mesh.ofKind('Service').map((each) => isForAmbient(mesh, each))[0];
  };
  it('asks the pods, or else the Namespace', () => {
    const chosen = service('{selector: {app: cart}}');
    expect(ask(AMBIENT, chosen)).toBe(true);
    expect(ask(AMBIENT, chosen, workload('cart', 'shop'))).toBe(true);
    expect(ask(AMBIENT, chosen, workload('cart', 'shop', 'istio.io/dataplane-mode: none'))).toBe(false);
    expect(ask(AMBIENT, service('{}'))).toBe(true);
    expect(ask(AMBIENT, service('{type: ExternalName}'))).toBe(false);
    expect(ask(namespace('shop', 'a: b'), chosen)).toBe(false);
  });
});

it('knows whether a set has sidecars', () => {
  const gateway = workload('g', 'shop', 'sidecar.istio.io/inject: "true"').replace(
    '{name: g}]',
    '{name: g, image: auto}]',
  );
  expect(holdsSidecars(meshOf(AMBIENT, workload('cart', 'shop'), gateway))).toBe(false);
  expect(holdsSidecars(meshOf(workload('cart', 'shop', 'sidecar.istio.io/inject: "true"')))).toBe(true);
  expect(holdsSidecars(meshOf(namespace('a', 'istio.io/rev: stable')))).toBe(true);
  expect(holdsSidecars(meshOf(namespace('a', 'istio-injection: disabled, istio.io/rev: stable')))).toBe(false);
});
