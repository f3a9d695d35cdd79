import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { servicesFollowing } from '../../src/mesh/rule-lookup.ts';
import { readSource } from '../../src/yaml/read.ts';

const rule = (home: string, host: string, rest = '', name = 'rule') =>
  `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: ${name}${home && `, namespace: ${home}`}}, spec: {host: "${host}", trafficPolicy: {tls: {mode: DISABLE}}${rest}}}`;

const service = (name: string, home = 'shop', spec = '') =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}${home && `, namespace: ${home}`}}, spec: {selector: {app: ${name}}, ports: [{port: 80}]${spec}}}`;

const client = (home: string, inject = '"true"') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: client, namespace: ${home}}, spec: {template: {metadata: {labels: {app: client, sidecar.istio.io/inject: ${inject}}}, spec: {containers: [{name: a, image: a}]}}}}`;

/** The Services whose clients follow the first manifest. */
function following(...manifests: string[]): string[] {
  const source = readSource('/a.yaml', manifests.join('\n---\n'));
  const mesh = new Mesh([source], { rootNamespace: 'istio-system', namespace: '' });
  const [first] = mesh.resources;
  if (!first) throw new Error('no rule');
  return servicesFollowing(mesh, first).map(({ name }) => name);
}

const SHOP = [service('cart'), service('web'), service('cart', 'other')];
const HOST = 'cart.shop.svc.cluster.local';

describe('servicesFollowing', () => {
  it('finds the Service of a host, and those below a wildcard', () => {
    expect(following(rule('shop', 'cart'), ...SHOP)).toEqual(['cart']);
    expect(following(rule('shop', HOST), ...SHOP)).toEqual(['cart']);
    expect(following(rule('shop', '*.shop.svc.cluster.local'), ...SHOP)).toEqual(['cart', 'web']);
    expect(following(rule('istio-system', '*.local'), ...SHOP)).toEqual(['cart', 'web', 'cart']);
    expect(following(rule('shop', 'pay.example.com'), ...SHOP)).toEqual([]);
    expect(following(rule('shop', 'cart.shop'), ...SHOP)).toEqual([]);
  });

  it('leaves a Service to a narrower rule, and one that nobody can rank', () => {
    const wide = rule('shop', '*.shop.svc.cluster.local', '', 'wide');
    expect(following(wide, rule('shop', 'cart'), ...SHOP)).toEqual(['web']);
    expect(following(rule('shop', 'cart'), wide, ...SHOP)).toEqual(['cart']);
    expect(following(rule('shop', 'cart'), rule('shop', HOST, '', 'other'), ...SHOP)).toEqual([]);
    const subsets =
      '{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: subsets, namespace: shop}, spec: {host: cart}}';
    expect(following(rule('shop', 'cart'), subsets, ...SHOP)).toEqual(['cart']);
    expect(following(rule('shop', 'cart'), rule('', 'cart', '', 'loose'), ...SHOP)).toEqual([]);
  });

  it('takes the root namespace for the last one to look in', () => {
    const root = rule('istio-system', '*.local', '', 'root');
    expect(following(root, rule('shop', 'cart'), ...SHOP)).toEqual(['web', 'cart']);
    expect(following(rule('istio-system', '*.local', ', exportTo: ["."]'), ...SHOP)).toEqual([]);
  });

  it('needs clients with a proxy in a namespace of clients', () => {
    expect(following(rule('web', HOST), ...SHOP)).toEqual([]);
    expect(following(rule('web', HOST), ...SHOP, client('web', '"false"'))).toEqual([]);
    expect(following(rule('web', HOST), ...SHOP, client('web'))).toEqual(['cart']);
    expect(following(rule('web', HOST, ', exportTo: ["."]'), ...SHOP, client('web'))).toEqual(['cart']);
  });

  it('heeds exportTo and does not judge rules for chosen clients', () => {
    expect(following(rule('shop', 'cart', ', exportTo: ["."]'), ...SHOP)).toEqual(['cart']);
    expect(following(rule('shop', 'cart', ', exportTo: [web]'), ...SHOP)).toEqual([]);
    expect(following(rule('shop', 'cart', ', exportTo: ["${NS}"]'), ...SHOP)).toEqual([]);
    expect(following(rule('shop', 'cart', ', workloadSelector: {matchLabels: {app: a}}'), ...SHOP)).toEqual([]);
    const selecting = rule('shop', 'cart', ', workloadSelector: {matchLabels: {app: a}}', 'chosen');
    expect(following(rule('shop', 'cart'), selecting, ...SHOP)).toEqual([]);
  });

  it('takes manifests without a namespace for one, and only these', () => {
    expect(following(rule('', 'cart'), service('cart', ''))).toEqual(['cart']);
    expect(following(rule('', HOST), ...SHOP)).toEqual([]);
    expect(following(rule('shop', 'cart'), service('cart', ''))).toEqual([]);
  });

  it('passes over Services that are no pods, or have a ServiceEntry beside them', () => {
    const entry = `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: a, namespace: shop}, spec: {hosts: [${HOST}]}}`;
    expect(following(rule('shop', 'cart'), service('cart', 'shop', ', type: ExternalName, externalName: a.b'))).toEqual(
      [],
    );
    expect(following(rule('shop', 'cart'), ...SHOP, entry)).toEqual([]);
  });
});
