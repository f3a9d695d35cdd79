import { describe, expect, it } from 'vitest';
import { gatewayWorkloads, portsReaching, selectsText, workloadsOfGateway } from '../../src/mesh/gateway-workloads.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { maySelect } from '../../src/mesh/selection.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(text: string): Mesh {
  return new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' });
}

const mesh = meshOf(`
{apiVersion: apps/v1, kind: Deployment, metadata: {name: edge, namespace: edge}, spec: {template: {metadata: {labels: {istio: edge, tier: "\${TIER}"}}, spec: {containers: [{name: istio-proxy, image: auto, ports: [{name: web, containerPort: 8081}, {containerPort: 9000, hostPort: 9000}]}]}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop, namespace: shop}, spec: {template: {metadata: {labels: {app: shop}}, spec: {hostNetwork: true, containers: [{name: shop, image: a}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: edge, namespace: edge}, spec: {selector: {istio: edge}, ports: [{port: 80, targetPort: web}, {port: 443}, {port: 53, protocol: UDP}]}}
---
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: one, namespace: a}, spec: {selector: {istio: edge, tier: gold}}}
---
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: two, namespace: a}, spec: {selector: {istio: other}}}
`);

const selector = (name: string) => {
  const gateway = mesh.ofKind('Gateway').find((each) => each.name === name);
  if (!gateway) throw new Error('no gateway');
  return gateway;
};

it('knows gateways by pods that hold a proxy alone', () => {
  expect(gatewayWorkloads(mesh).map(({ resource }) => resource.name)).toEqual(['edge']);
});

describe('workloadsOfGateway', () => {
  it('looks into all namespaces, and takes placeholders for what is asked for', () => {
    expect(workloadsOfGateway(mesh, selector('one')).map(({ resource }) => resource.name)).toEqual(['edge']);
    expect(workloadsOfGateway(mesh, selector('two'))).toEqual([]);
  });
});

describe('portsReaching', () => {
  it('finds the ports of Services on both sides, and those of the host', () => {
    const [edge] = gatewayWorkloads(mesh);
    const ports = edge && portsReaching(mesh, edge);
    expect(ports?.map(({ number, service }) => [number, service?.name])).toEqual([
      [9000, undefined],
      [80, 'edge'],
      [8081, 'edge'],
      [443, 'edge'],
      [443, 'edge'],
    ]);
  });

  it('does not know those of the network of the host', () => {
    const shop = mesh.workloads().find(({ namespace }) => namespace === 'shop');
    expect(shop && portsReaching(mesh, shop)).toBeUndefined();
  });
});

it('reads labels that are given as text', () => {
  const { spec } = selector('two');
  expect(selectsText(spec.child('selector'), 'istio=other, app=x')).toBe(true);
  expect(selectsText(spec.child('selector'), 'istio=another')).toBe(false);
});

it('may select what waits for a placeholder', () => {
  const root = readSource(
    '/b.yaml',
    '{one: {a: b}, all: {a: b, c: d}, open: {a: b, c: "${C}"}, keys: {a: b, "${K}": d}}',
  ).documents[0]?.root;
  const labels = (name: string) => root?.child(name);
  const [one, all, open, keys] = ['one', 'all', 'open', 'keys'].map(labels);
  if (!one || !all || !open || !keys) throw new Error('no labels');
  expect([all, open, keys, one].map((each) => maySelect(all, each))).toEqual([true, true, true, false]);
});
