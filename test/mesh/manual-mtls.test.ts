import { describe, expect, it } from 'vitest';
import { plaintextClients } from '../../src/mesh/manual-mtls.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const OFF =
  '{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: "enableAutoMtls: false"}}';
const NAMESPACE = '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}';
const POD = (name = 'cart') =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}, spec: {containers: [{name: app}]}}`;
const SERVICE = (ports = '[{port: 80}]', more = '', name = 'cart') =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: shop}, spec: {selector: {app: ${name}}, ports: ${ports}${more}}}`;
const STRICT =
  '{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: p, namespace: shop}, spec: {mtls: {mode: STRICT}}}';
const RULE = (host: string, trafficPolicy: string, namespace = 'shop', name = 'r') =>
  `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: ${name}, namespace: ${namespace}}, spec: {host: ${host}, trafficPolicy: ${trafficPolicy}}}`;

const SHOP = [OFF, NAMESPACE, POD(), SERVICE()];
const BARE = '{loadBalancer: {simple: RANDOM}}';
const MUTUAL = '{tls: {mode: ISTIO_MUTUAL}}';

function clients(world: string, files: Record<string, string[]>, meeting = 'applied'): string[] {
  const sources = Object.entries(files).map(([path, documents]) => readSource(`/k/${path}`, documents.join('\n---\n')));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  return plaintextClients(mesh, meeting, world).map(({ how, service, port }) => `${how} ${service.name}:${port}`);
}

const all = (world: string, ...documents: string[]) => clients(world, { 'a.yaml': documents });

describe('a rule without tls', () => {
  it.each([
    ['a strict port', [SERVICE(), RULE('cart', BARE)], ['no-tls cart:80']],
    ['a port of another transport', [SERVICE('[{port: 80, protocol: UDP}]'), RULE('cart', BARE)], []],
    ['a port of an open transport', [SERVICE('[{port: 80, protocol: "${P}"}]'), RULE('cart', BARE)], []],
    ['a port that is not known', [SERVICE('[{port: "${PORT}"}]'), RULE('cart', BARE)], []],
    [
      'a port beside one with tls of its own',
      [SERVICE(), RULE('cart', `{portLevelSettings: [{port: {number: 81}, tls: {mode: ISTIO_MUTUAL}}]}`)],
      ['no-tls cart:80'],
    ],
    [
      'a port with tls of its own',
      [SERVICE(), RULE('cart', `{portLevelSettings: [{port: {number: 80}, tls: {mode: ISTIO_MUTUAL}}]}`)],
      [],
    ],
    ['tls that is switched off, which is a conflict', [SERVICE(), RULE('cart', '{tls: {mode: DISABLE}}')], []],
    ['tls that is not known', [SERVICE(), RULE('cart', '{tls: {mode: "${MODE}"}}')], []],
    ['another host', [SERVICE(), RULE('cart.web', BARE)], []],
    ['a Service of no pods', [SERVICE('[{port: 80}]', '', 'other'), RULE('other', BARE)], []],
  ])('is found for %s', (_, documents, wanted) => {
    expect(all('open', OFF, NAMESPACE, POD(), STRICT, ...documents)).toEqual(wanted);
  });

  it('is found where it meets the policy', () => {
    const apart = { 'a.yaml': [...SHOP, RULE('cart', BARE)], 'b.yaml': [STRICT] };
    expect(clients('open', apart)).toEqual([]);
    expect(clients('open', apart, 'all')).toEqual(['no-tls cart:80']);
  });

  it('is found once, whatever it is for', () => {
    const more = [POD('web'), SERVICE('[{port: 81}]', '', 'web')];
    expect(all('open', ...SHOP, ...more, STRICT, RULE('"*.local"', BARE))).toEqual(['no-tls cart:80']);
  });
});

describe('a rule that takes the place of another one', () => {
  const wide = (mode: string, namespace: string) => RULE('"*.local"', `{tls: {mode: ${mode}}}`, namespace, 'wide');
  it.each([
    ['of the same namespace', [wide('ISTIO_MUTUAL', 'shop')], ['overrides cart:80']],
    ['of the root namespace', [wide('ISTIO_MUTUAL', 'istio-system')], ['overrides cart:80']],
    ['of a namespace that nobody asks', [wide('ISTIO_MUTUAL', 'web')], []],
    ['of another mode', [wide('SIMPLE', 'istio-system')], []],
    ['of an open mode', [wide('"${MODE}"', 'istio-system')], []],
  ])('%s', (_, documents, wanted) => {
    expect(all('open', ...SHOP, RULE('cart', BARE), ...documents)).toEqual(wanted);
  });

  it('does no harm to pods without a proxy, and in another world', () => {
    const out = NAMESPACE.replace('enabled', 'disabled');
    const documents = [OFF, out, POD(), SERVICE(), RULE('cart', BARE), wide('ISTIO_MUTUAL', 'istio-system')];
    expect(all('open', ...documents)).toEqual([]);
    const apart = { 'a.yaml': [...SHOP, RULE('cart', BARE)], 'b.yaml': [wide('ISTIO_MUTUAL', 'istio-system')] };
    expect(clients('open', apart)).toEqual([]);
    expect(clients('open', apart, 'all')).toEqual(['overrides cart:80']);
  });

  it('does no harm in ambient mode', () => {
    const ambient = NAMESPACE.replace('shop', 'other').replace(
      'istio-injection: enabled',
      'istio.io/dataplane-mode: ambient',
    );
    expect(all('open', ...SHOP, RULE('cart', BARE), wide('ISTIO_MUTUAL', 'shop'), ambient)).toEqual([]);
  });

  it('comes after what is sure to fail', () => {
    expect(all('open', ...SHOP, STRICT, RULE('cart', BARE), wide('ISTIO_MUTUAL', 'istio-system'))).toEqual([
      'no-tls cart:80',
    ]);
  });
});

describe('a host without a rule', () => {
  const OTHER = RULE('elsewhere', MUTUAL);
  it.each([
    ['where all is known', 'closed', [], ['no-rule cart:80']],
    ['where anything may be elsewhere', 'open', [OTHER], []],
    ['where the namespace has rules', 'auto', [OTHER], ['no-rule cart:80']],
    ['where the root namespace has rules', 'auto', [RULE('elsewhere', MUTUAL, 'istio-system')], ['no-rule cart:80']],
    ['where other namespaces have rules', 'auto', [RULE('elsewhere', MUTUAL, 'web')], []],
    ['where a rule has no name', 'auto', [RULE('elsewhere', MUTUAL, 'shop', '"${NAME}"')], []],
    ['where a rule is for an open host', 'closed', [RULE('"${HOST}"', MUTUAL)], []],
    ['where a rule is for a short name of any namespace', 'closed', [RULE('cart', MUTUAL, '""')], []],
    ['where a wide rule is for it', 'closed', [RULE('"*.svc.cluster.local"', BARE, 'web')], []],
  ])('%s', (_, world, documents, wanted) => {
    expect(all(world, ...SHOP, STRICT, ...documents)).toEqual(wanted);
  });

  it('is found once for each policy', () => {
    const more = [POD('web'), SERVICE('[{port: 81}, {port: 82}]', '', 'web')];
    expect(all('closed', ...SHOP, STRICT, ...more)).toEqual(['no-rule cart:80']);
    expect(all('closed', ...SHOP, STRICT, ...more, RULE('cart', MUTUAL))).toEqual(['no-rule web:81']);
  });

  it('is not known where a kustomization gives the Service its name', () => {
    const files = { 'a.yaml': [...SHOP, STRICT, RULE('dev-cart', MUTUAL)] };
    expect(clients('auto', files)).toEqual(['no-rule cart:80']);
    expect(clients('auto', { ...files, 'kustomization.yaml': ['{namePrefix: dev-, resources: [a.yaml]}'] })).toEqual(
      [],
    );
  });

  it('is not that of a ServiceEntry', () => {
    const entry =
      '{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e, namespace: shop}, spec: {hosts: [cart.shop.svc.cluster.local]}}';
    expect(all('closed', ...SHOP, STRICT, entry)).toEqual([]);
  });
});
