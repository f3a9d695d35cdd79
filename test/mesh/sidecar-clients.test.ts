import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { clientScope, homesOf, listenersWithHost, listenersWithRoutes } from '../../src/mesh/sidecar-clients.ts';
import { readSource } from '../../src/yaml/read.ts';

const sidecar = (namespace: string, hosts: string[], more = '') =>
  `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default, namespace: ${namespace}}\nspec: {egress: [{hosts: ${JSON.stringify(hosts)}}]${more}}\n`;
const routes = (host: string, namespace = 'shop') =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: routes, namespace: ${namespace}}\nspec: {hosts: ["${host}"]}\n`;
const labelled = (label: string) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${label}}}\n`;
const deployment = (container = '{name: web, image: "web:1"}') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [${container}]}}}\n`;

const API = 'api.billing.svc.cluster.local';
const NARROW = ['./*', 'istio-system/*'];

function ask(files: Record<string, string[]>, meeting = 'applied') {
  const sources = Object.entries(files).map(([path, manifests]) => readSource(path, manifests.join('---\n')));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  const [service] = mesh.ofKind('VirtualService');
  const scope = service && clientScope(mesh, service, meeting);
  return { mesh, service, scope };
}

const isLimited = (...manifests: string[]) => ask({ '/a.yaml': manifests }).scope !== undefined;

describe('clientScope', () => {
  it('is there where a Sidecar holds for the namespace', () => {
    expect(isLimited(routes(API), sidecar('shop', NARROW))).toBe(true);
    expect(isLimited(routes(API))).toBe(false);
    expect(isLimited(routes(API), sidecar('billing', NARROW))).toBe(false);
    expect(isLimited(routes(API), sidecar('shop', NARROW, ', workloadSelector: {labels: {app: a}}'))).toBe(false);
  });

  it('is there by a Sidecar for the whole mesh where the namespace has workloads for it', () => {
    const wide = sidecar('istio-system', NARROW);
    expect(isLimited(routes(API), wide)).toBe(false);
    expect(isLimited(routes(API), wide, labelled('istio-injection: enabled'), deployment())).toBe(true);
    expect(isLimited(routes(API), wide, labelled('istio.io/dataplane-mode: ambient'), deployment())).toBe(false);
  });

  it('is not there where the workloads are gateways, or out of the mesh', () => {
    const own = sidecar('shop', NARROW);
    const gateway = deployment('{name: istio-proxy, image: auto}');
    expect(isLimited(routes(API), own, labelled('istio-injection: enabled'), gateway)).toBe(false);
    expect(isLimited(routes(API), own, labelled('istio-injection: disabled'), deployment())).toBe(false);
  });

  it('is there where both are applied together', () => {
    const apart = { '/a.yaml': [routes(API)], '/b.yaml': [sidecar('shop', NARROW)] };
    expect(ask(apart).scope).toBeUndefined();
    expect(ask(apart, 'all').scope?.sidecar.name).toBe('default');
    const kustomization = ['kind: Kustomization\nresources: [a.yaml, b.yaml]\n'];
    expect(ask({ ...apart, '/kustomization.yaml': kustomization }).scope?.sidecar.name).toBe('default');
  });

  it('is not there where the egress is not known', () => {
    expect(isLimited(routes(API), sidecar('shop', NARROW).replace('["./*","istio-system/*"]', '"${HOSTS}"'))).toBe(
      true,
    );
    expect(isLimited(routes(API), sidecar('shop', NARROW).replace(/\[\{hosts.*\}\]/, '"${EGRESS}"'))).toBe(false);
  });
});

describe('what the listeners bring', () => {
  const brought = (hosts: string[], host = API) => {
    const { mesh, service, scope } = ask({ '/a.yaml': [routes(host), sidecar('shop', hosts)] });
    if (!service || !scope) throw new Error('no scope');
    return [listenersWithRoutes(mesh, scope, service).length, listenersWithHost(mesh, scope, host)?.length];
  };

  it('has routes by their own namespace, and hosts by theirs', () => {
    expect(brought(['./*'])).toEqual([1, 0]);
    expect(brought(['billing/*'])).toEqual([0, 1]);
    expect(brought(['./*', 'billing/*'])).toEqual([1, 1]);
    expect(brought([`*/${API}`])).toEqual([1, 1]);
    expect(brought(['./other.shop.svc.cluster.local', 'search/*'])).toEqual([0, 0]);
  });

  it('has routes for a wildcard that a listed host lies in, but no service of it', () => {
    expect(brought(['./api.example.com'], '*.example.com')).toEqual([1, undefined]);
  });

  it('may have what a placeholder stands for', () => {
    expect(brought(['${NAMESPACE}/*'])).toEqual([1, 1]);
  });

  it('does not know where a host is that nothing names', () => {
    expect(brought(['./*'], 'api.example.com')).toEqual([1, undefined]);
  });
});

describe('homesOf', () => {
  const entry = `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a, namespace: egress}\nspec: {hosts: [api.example.com, ${API}]}\n`;
  const { mesh } = ask({ '/a.yaml': [entry] });

  it('has the namespace in the name, and those of entries', () => {
    expect(homesOf(mesh, 'api', 'shop')).toEqual(['shop']);
    expect(homesOf(mesh, API, 'shop')).toEqual(['billing', 'egress']);
    expect(homesOf(mesh, 'api.example.com', 'shop')).toEqual(['egress']);
    expect(homesOf(mesh, 'other.example.com', 'shop')).toEqual([]);
  });
});
