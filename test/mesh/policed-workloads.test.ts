import { describe, expect, it } from 'vitest';
import { operationsOf, rulesOf } from '../../src/mesh/authorization-policy.ts';
import { isLimited, proxiedWorkloads, unreadParts } from '../../src/mesh/http-rules.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { bytesOnly, policedWorkloads, portListsOf } from '../../src/mesh/policed-workloads.ts';
import { readSource } from '../../src/yaml/read.ts';

const namespace = (name: string, label: string) =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {${label}}}}`;
const pods = (name: string, home: string, image = 'a', container = name) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: ${home}}, spec: {template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: ${container}, image: ${image}}]}}}}`;
const service = (name: string, home: string, ports: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${home}}, spec: {selector: {app: ${name}}, ports: ${ports}}}`;

const MANIFESTS = [
  namespace('shop', 'istio-injection: enabled'),
  namespace('ambient', 'istio.io/dataplane-mode: ambient'),
  namespace('out', 'istio-injection: disabled'),
  pods('cache', 'shop'),
  service('cache', 'shop', '[{name: redis, port: 6379}, {name: tcp-admin, port: 6380}]'),
  pods('mixed', 'shop'),
  service('mixed', 'shop', '[{name: http, port: 80}, {name: tcp, port: 9000}, {name: feed, port: 9001}]'),
  pods('bare', 'shop'),
  pods('cache', 'ambient'),
  service('cache', 'ambient', '[{name: redis, port: 6379}]'),
  pods('cache', 'out'),
  pods('edge', 'shop', 'auto', 'istio-proxy'),
];

function policyOf(spec: string, home = 'shop') {
  const policy = `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, namespace: ${home}}, spec: ${spec}}`;
  const mesh = new Mesh([readSource('/a.yaml', [policy, ...MANIFESTS].join('\n---\n'))], {
    rootNamespace: 'istio-system',
    namespace: '',
  });
  return { mesh, policy: mesh.resources[0] ?? expect.fail('no policy') };
}

describe('policedWorkloads', () => {
  const namesOf = (spec: string, home?: string) => {
    const { mesh, policy } = policyOf(spec, home);
    return policedWorkloads(mesh, policy)?.map((workload) => `${workload.namespace}/${workload.resource.name}`);
  };

  it('are those of the mesh that a selector chooses, everywhere from the root namespace', () => {
    expect(namesOf('{selector: {matchLabels: {app: cache}}}')).toEqual(['shop/cache']);
    expect(namesOf('{selector: {matchLabels: {app: cache}}}', 'istio-system')).toEqual(['shop/cache', 'ambient/cache']);
  });

  it('are all of a namespace whose workloads are among the files', () => {
    expect(namesOf('{}')).toEqual(['shop/cache', 'shop/mixed', 'shop/bare', 'shop/edge']);
    expect(namesOf('{}', 'books')).toBeUndefined();
    expect(namesOf('{}', 'istio-system')).toBeUndefined();
  });

  it.each([
    '{targetRefs: [{kind: Service, name: cache}]}',
    '{selector: {matchLabels: {app: "${APP}"}}}',
    '{selectors: {}}',
  ])('are not known of %s', (spec) => expect(namesOf(spec)).toBeUndefined());

  it('are near where the namespace is the same, or where both are applied together', () => {
    const of = (file: string, other = '') => {
      const own = pods('web', '""');
      const text =
        '{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, namespace: shop}, spec: {selector: {matchLabels: {app: web}}}}';
      const together = file === '/a.yaml';
      const sources = [
        readSource('/a.yaml', together ? `${text}\n---\n${own}` : text),
        readSource('/b.yaml', together ? '' : own),
        readSource('/c.yaml', other),
      ];
      const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
      return policedWorkloads(mesh, mesh.resources[0] ?? expect.fail('no policy'))?.length;
    };
    expect([of('/a.yaml'), of('/b.yaml')]).toEqual([1, 0]);
    const open =
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: o, namespace: shop}, spec: {template: {metadata: {labels: {app: "${APP}"}}}}}';
    expect(of('/b.yaml', open)).toBeUndefined();
    const machine =
      '{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {name: m, namespace: shop}, spec: {labels: {app: web}}}';
    expect(of('/b.yaml', machine)).toBeUndefined();
  });

  it('proxiedWorkloads leave out pods in ambient mode, and all where a gateway is among them', () => {
    const proxied = (spec: string, home?: string) => {
      const { mesh, policy } = policyOf(spec, home);
      return proxiedWorkloads(mesh, policy).map((workload) => workload.namespace);
    };
    expect(proxied('{selector: {matchLabels: {app: cache}}}', 'istio-system')).toEqual(['shop']);
    expect(proxied('{}')).toEqual([]);
  });
});

describe('bytesOnly', () => {
  const portsOf = (app: string, rule: string) => {
    const { mesh, policy } = policyOf(`{selector: {matchLabels: {app: ${app}}}, rules: [${rule}]}`);
    const [first] = rulesOf(policy);
    const lists = first ? portListsOf(first, operationsOf(first)) : [];
    return bytesOnly(mesh, policedWorkloads(mesh, policy) ?? [], lists)?.map(({ number }) => number);
  };

  it.each([
    ['cache', '{}', [6379, 6380]],
    ['cache', '{to: [{operation: {ports: ["6380"]}}]}', [6380]],
    ['cache', '{to: [{operation: {notPorts: ["6380"]}}]}', [6379]],
    [
      'cache',
      '{when: [{key: destination.port, values: ["6379", "6380"]}, {key: destination.port, values: ["6380"]}]}',
      [6380],
    ],
    ['mixed', '{to: [{operation: {ports: ["9000"]}}]}', [9000]],
    ['mixed', '{}', undefined],
    ['mixed', '{to: [{operation: {ports: ["9000", "80"]}}]}', undefined],
    ['mixed', '{to: [{operation: {ports: ["9001"]}}]}', undefined],
    ['mixed', '{to: [{operation: {ports: ["9002"]}}]}', undefined],
    ['cache', '{to: [{operation: {ports: ["6380"], notPorts: ["6380"]}}]}', undefined],
    ['cache', '{to: [{operation: {ports: ["${PORT}"]}}]}', undefined],
    ['cache', '{to: [{operation: {ports: [6379]}}]}', undefined],
    ['bare', '{}', undefined],
    ['nobody', '{}', undefined],
  ])('of %s with %s is %j', (app, rule, wanted) => {
    expect(portsOf(app, rule)).toEqual(wanted);
  });
});

describe('unreadParts', () => {
  const partsOf = (rule: string, action: 'ALLOW' | 'DENY' = 'ALLOW', app = 'cache') => {
    const { mesh, policy } = policyOf(`{selector: {matchLabels: {app: ${app}}}, rules: [${rule}]}`);
    const [first] = rulesOf(policy);
    const parts = first ? unreadParts(mesh, proxiedWorkloads(mesh, policy), first, action) : [];
    return parts.map(({ part, attributes }) => [
      part.display,
      ...attributes.map((field) => field.string ?? field.name),
    ]);
  };

  it.each([
    ['{to: [{operation: {hosts: [a], notMethods: [GET]}}]}', ['spec.rules[0].to[0].operation', 'hosts', 'notMethods']],
    ['{from: [{source: {requestPrincipals: ["*"]}}]}', ['spec.rules[0]', 'requestPrincipals']],
    ['{when: [{key: "request.auth.claims[iss]", values: [a]}]}', ['spec.rules[0]', 'request.auth.claims[iss]']],
  ])('finds what only HTTP has in %s', (rule, wanted) => {
    expect(partsOf(rule)).toEqual([wanted]);
  });

  it.each([
    '{from: [{source: {principals: [a], remoteIpBlocks: [10.0.0.0/8], trustDomains: [a]}}]}',
    '{to: [{operation: {paths: [], hosts: null, ports: ["6379"]}}]}',
    '{when: [{key: connection.sni, values: [a]}, {key: "experimental.envoy.filters.a[b]", values: [a]}]}',
    '{}',
  ])('finds nothing of it in %s', (rule) => {
    expect(partsOf(rule)).toEqual([]);
  });

  it('takes an ALLOW rule as a whole, and others part by part', () => {
    const rule = '{to: [{operation: {paths: [/a], ports: ["80"]}}, {operation: {ports: ["9000"]}}]}';
    expect(partsOf(rule, 'ALLOW', 'mixed')).toEqual([['spec.rules[0].to[1].operation', 'paths']]);
    expect(partsOf(rule, 'DENY', 'mixed')).toEqual([]);
  });
});

it('isLimited where something of connections is left', () => {
  const of = (rule: string) => {
    const [first] = rulesOf(policyOf(`{rules: [${rule}]}`).policy);
    return first && isLimited(first);
  };
  expect(of('{from: [{source: {principals: [a], requestPrincipals: [a]}}]}')).toBe(true);
  expect(of('{from: [{source: {principals: [a]}}, {source: {requestPrincipals: [a]}}]}')).toBe(false);
  expect(of('{when: [{key: source.ip, values: [1.2.3.4]}]}')).toBe(true);
  expect(of('{when: [{key: destination.port, values: ["80"]}, {key: "request.headers[a]", values: [a]}]}')).toBe(false);
});
