import { describe, expect, it } from 'vitest';
import { autoMtlsOff } from '../../src/mesh/auto-mtls.ts';
import { destinationRules } from '../../src/mesh/destination-rules.ts';
import { plaintextClients } from '../../src/mesh/manual-mtls.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { mtlsConflicts } from '../../src/mesh/mtls-conflicts.ts';
import { readSource } from '../../src/yaml/read.ts';

const namespace = (label = 'istio-injection: enabled') =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {${label}}}}`;

const workload = (labels = '', rest = '', name = 'cart', containers = '[{name: cart, image: a}]') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: shop}, spec: {template: {metadata: {labels: {app: cart${labels && `, ${labels}`}}${rest}}, spec: {containers: ${containers}}}}}`;

const service = (ports = '[{port: 80, targetPort: 8080}]', spec = 'selector: {app: cart}, ') =>
  `{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {${spec}ports: ${ports}}}`;

const policy = (spec: string, home = 'shop', name = 'default') =>
  `{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: ${name}, namespace: ${home}}, spec: ${spec}}`;

const rule = (trafficPolicy: string, rest = '') =>
  `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: cart, namespace: shop}, spec: {host: cart, trafficPolicy: ${trafficPolicy}${rest}}}`;

const STRICT = policy('{mtls: {mode: STRICT}}');
const DISABLED = policy('{selector: {matchLabels: {app: cart}}, mtls: {mode: DISABLE}}');
const PLAIN = rule('{tls: {mode: DISABLE}}');
const MUTUAL = rule('{tls: {mode: ISTIO_MUTUAL}}');

function meshOf(...files: string[][]): Mesh {
  const sources = files.map((manifests, index) => readSource(`/${index}.yaml`, manifests.join('\n---\n')));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
}

function conflictsIn(mesh: Mesh, meeting = 'applied'): string[] {
  const found = destinationRules(mesh).flatMap((each) => mtlsConflicts(mesh, each, meeting));
  return found.map(({ how, client, port }) => `${how} ${client.mode} ${port}`);
}

const conflicts = (...manifests: string[]) => conflictsIn(meshOf(manifests));

describe('mtlsConflicts', () => {
  it('finds what sidecars refuse, each settings block once', () => {
    expect(conflicts(namespace(), workload(), service(), STRICT, PLAIN)).toEqual(['strict DISABLE 80']);
    expect(conflicts(namespace(), workload(), service(), STRICT, MUTUAL)).toEqual([]);
    expect(conflicts(namespace(), workload(), service(), STRICT, rule('{tls: {mode: SIMPLE}}'))).toEqual([
      'strict SIMPLE 80',
    ]);
    const two = service('[{port: 80, targetPort: 8080}, {port: 81, targetPort: 8081}]');
    expect(conflicts(namespace(), workload(), two, STRICT, PLAIN)).toEqual(['strict DISABLE 80']);
  });

  it('goes by the port of the pods', () => {
    const open = policy(
      '{selector: {matchLabels: {app: cart}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: PERMISSIVE}}}',
    );
    expect(conflicts(namespace(), workload(), service(), open, PLAIN)).toEqual([]);
    const two = service('[{port: 8080, targetPort: 80}, {port: 80, targetPort: 8080}]');
    expect(conflicts(namespace(), workload(), two, open, PLAIN)).toEqual(['strict DISABLE 8080']);
    expect(conflicts(namespace(), workload(), service('[{port: 80, targetPort: web}]'), STRICT, PLAIN)).toEqual([]);
    expect(conflicts(namespace(), workload(), service('[{port: 80, protocol: UDP}]'), STRICT, PLAIN)).toEqual([]);
  });

  it('is sure of a sidecar only where the files say so', () => {
    const MESH = policy('{mtls: {mode: STRICT}}', 'istio-system');
    expect(conflicts(workload(), service(), MESH, PLAIN)).toEqual([]);
    expect(conflicts(workload('sidecar.istio.io/inject: "true"'), service(), MESH, PLAIN)).toEqual([
      'strict DISABLE 80',
    ]);
    expect(conflicts(workload(), service(), STRICT, PLAIN)).toEqual(['strict DISABLE 80']);
    expect(conflicts(workload('istio.io/rev: "${REV}"'), service(), STRICT, PLAIN)).toEqual([]);
    expect(conflicts(namespace('team: shop'), workload(), service(), STRICT, PLAIN)).toEqual([]);
    expect(conflicts(namespace('istio.io/dataplane-mode: ambient'), workload(), service(), STRICT, PLAIN)).toEqual([]);
    const gateway = workload('', '', 'cart', '[{name: istio-proxy, image: auto}]');
    expect(conflicts(namespace(), gateway, service(), STRICT, PLAIN)).toEqual([]);
  });

  it('knows ports that go past the sidecar', () => {
    const annotated = (annotation: string) => workload('', `, annotations: {${annotation}}`);
    const among = (annotation: string) => conflicts(namespace(), annotated(annotation), service(), STRICT, PLAIN);
    expect(among('traffic.sidecar.istio.io/excludeInboundPorts: "9, 8080"')).toEqual([]);
    expect(among('traffic.sidecar.istio.io/excludeInboundPorts: "80"')).toEqual(['strict DISABLE 80']);
    expect(among('traffic.sidecar.istio.io/includeInboundPorts: "9"')).toEqual([]);
    expect(among('traffic.sidecar.istio.io/includeInboundPorts: "*"')).toEqual(['strict DISABLE 80']);
    expect(among('traffic.sidecar.istio.io/includeInboundPorts: ""')).toEqual([]);
    expect(among('sidecar.istio.io/interceptionMode: NONE')).toEqual([]);
    const values = 'global: {proxy: {excludeInboundPorts: "8080"}}\npilot: {autoscaleMin: 2}';
    const mesh = meshOf([namespace(), workload(), service(), STRICT, PLAIN], [values]);
    expect(conflictsIn(mesh)).toEqual([]);
  });

  it('takes a certificate of the mesh in a file for one', () => {
    const mutual = (file: string) => rule(`{tls: {mode: MUTUAL, clientCertificate: ${file}, privateKey: a}}`);
    expect(conflicts(namespace(), workload(), service(), STRICT, mutual('/own/a.pem'))).toEqual(['strict MUTUAL 80']);
    expect(conflicts(namespace(), workload(), service(), STRICT, mutual('/etc/certs/cert-chain.pem'))).toEqual([]);
    expect(conflicts(namespace(), workload(), service(), STRICT, mutual('/etc/istio-certs/a.pem'))).toEqual([]);
  });

  it('finds mutual TLS that sidecars do not take', () => {
    expect(conflicts(namespace(), workload(), service(), DISABLED, MUTUAL)).toEqual(['plaintext ISTIO_MUTUAL 80']);
    const listener =
      '{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: cart, namespace: shop}, spec: {ingress: [{port: {number: 8080}}]}}';
    expect(conflicts(namespace(), workload(), service(), DISABLED, MUTUAL, listener)).toEqual([]);
  });

  it('finds mutual TLS to pods that have no proxy, all of them and for sure', () => {
    const out = workload('sidecar.istio.io/inject: "false"');
    expect(conflicts(namespace(), out, service(), MUTUAL)).toEqual(['no-proxy ISTIO_MUTUAL 80']);
    expect(conflicts(namespace(), out, workload('', '', 'other'), service(), MUTUAL)).toEqual([]);
    expect(conflicts(namespace('istio-injection: disabled'), workload(), service(), MUTUAL)).toEqual([
      'no-proxy ISTIO_MUTUAL 80',
    ]);
    expect(conflicts(namespace('team: shop'), workload(), service(), MUTUAL)).toEqual([]);
    expect(conflicts(namespace(), service(), MUTUAL)).toEqual([]);
    expect(conflicts(namespace(), out, service(undefined, ''), MUTUAL)).toEqual([]);
    const machine =
      '{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {name: vm, namespace: shop}, spec: {labels: {app: cart}}}';
    expect(conflicts(namespace(), out, service(), MUTUAL, machine)).toEqual([]);
  });

  it('looks at subsets that a route names, and at their pods', () => {
    const subsets = rule(
      '{tls: {mode: ISTIO_MUTUAL}}',
      ', subsets: [{name: v1, labels: {version: v1}, trafficPolicy: {tls: {mode: DISABLE}}}]',
    );
    const route =
      '{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: cart, namespace: shop}, spec: {hosts: [cart], http: [{route: [{destination: {host: cart, subset: v1}}]}]}}';
    const of = (version: string, ...more: string[]) =>
      conflicts(namespace(), workload(`version: ${version}`), service(), STRICT, subsets, ...more);
    expect(of('v1')).toEqual([]);
    expect(of('v1', route)).toEqual(['strict DISABLE 80']);
    expect(of('v2', route)).toEqual([]);
  });

  it('does not set rules of one world against policies of another', () => {
    const apart = meshOf([namespace(), workload(), service(), PLAIN], [STRICT]);
    expect(conflictsIn(apart)).toEqual([]);
    expect(conflictsIn(apart, 'all')).toEqual(['strict DISABLE 80']);
    expect(conflictsIn(meshOf([namespace(), workload(), service()], [PLAIN, STRICT]))).toEqual(['strict DISABLE 80']);
    const out = [namespace(), workload('sidecar.istio.io/inject: "false"'), service()];
    expect(conflictsIn(meshOf(out, [MUTUAL]))).toEqual([]);
    expect(conflictsIn(meshOf(out, [MUTUAL]), 'all')).toEqual(['no-proxy ISTIO_MUTUAL 80']);
  });

  it('is silent where ambient mode is installed', () => {
    const operator =
      '{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, metadata: {name: a}, spec: {profile: ambient}}';
    expect(conflicts(namespace(), workload(), service(), STRICT, PLAIN, operator)).toEqual([]);
    const ztunnel =
      '{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: ztunnel, namespace: istio-system}, spec: {template: {metadata: {labels: {app: ztunnel}}}}}';
    expect(conflicts(namespace(), workload(), service(), STRICT, PLAIN, ztunnel)).toEqual([]);
  });
});

const meshConfig = (text: string) =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: "${text}"}}`;
const OFF = meshConfig('enableAutoMtls: false');

describe('autoMtlsOff', () => {
  it('finds where it is off, and nothing where installs disagree', () => {
    expect(autoMtlsOff(meshOf([OFF]))?.value).toBe(false);
    expect(autoMtlsOff(meshOf([meshConfig('enableAutoMtls: true')]))).toBeUndefined();
    expect(autoMtlsOff(meshOf([]))).toBeUndefined();
    expect(autoMtlsOff(meshOf([OFF], [meshConfig('accessLogFile: /dev/stdout')]))).toBeUndefined();
  });
});

describe('plaintextClients', () => {
  const all = (home: string, mode: string) =>
    `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: all, namespace: ${home}}, spec: {host: "*.local", trafficPolicy: {tls: {mode: ${mode}}}}}`;
  const clients = (world: string, ...manifests: string[]) =>
    plaintextClients(meshOf(manifests), 'applied', world).map(({ how, port }) => `${how} ${port}`);
  const SHOP = [namespace(), workload(), service()];
  const BARE = rule('{loadBalancer: {simple: RANDOM}}');

  it('finds none while mutual TLS is automatic', () => {
    expect(clients('closed', ...SHOP, STRICT, BARE)).toEqual([]);
  });

  it('finds rules without tls, and hosts without a rule', () => {
    expect(clients('auto', OFF, ...SHOP, STRICT, BARE)).toEqual(['no-tls 80']);
    expect(clients('auto', OFF, ...SHOP, STRICT, MUTUAL)).toEqual([]);
    expect(clients('auto', OFF, ...SHOP, STRICT)).toEqual([]);
    expect(clients('closed', OFF, ...SHOP, STRICT)).toEqual(['no-rule 80']);
    expect(clients('open', OFF, ...SHOP, STRICT)).toEqual([]);
    expect(clients('closed', OFF, ...SHOP, STRICT, all('istio-system', 'ISTIO_MUTUAL'))).toEqual([]);
  });

  it('finds rules that take the place of one with mutual TLS', () => {
    expect(clients('auto', OFF, ...SHOP, BARE, all('istio-system', 'ISTIO_MUTUAL'))).toEqual(['overrides 80']);
    expect(clients('auto', OFF, ...SHOP, BARE, all('istio-system', 'DISABLE'))).toEqual([]);
    expect(clients('auto', OFF, ...SHOP, BARE, all('elsewhere', 'ISTIO_MUTUAL'))).toEqual([]);
  });
});
