import { describe, expect, it } from 'vitest';
import { gatewaysNamed, hostsBoundIn, takesHost } from '../../src/mesh/gateways.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(text: string): Mesh {
  return new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' });
}

const mesh = meshOf(`
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: web, namespace: infra}, spec: {servers: [{hosts: ["./a.com", "*/b.com", "shop/c.com", d.com]}, {hosts: ["*/*"]}]}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: shared, namespace: infra}, spec: {listeners: [{hostname: "*.a.com"}, {port: 80}]}}
---
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: later, namespace: infra}, spec: {servers: [{hosts: ["\${HOST}"]}]}}
`);

describe('gatewaysNamed', () => {
  it.each([
    ['infra/web', 'shop', 1],
    ['web', 'infra', 1],
    ['web', 'shop', 0],
    ['web', '', 1],
    ['web.infra.svc.cluster.local', 'shop', 1],
    ['web.infra', 'shop', 1],
    ['infra/shared', 'shop', 1],
    ['shop/web', 'infra', 0],
  ])('finds for %s in "%s" %i', (name, namespace, count) => {
    expect(gatewaysNamed(mesh, name, namespace)).toHaveLength(count);
  });
});

describe('hostsBoundIn', () => {
  const of = (name: string, namespace: string) =>
    gatewaysNamed(mesh, `infra/${name}`, '').map((gateway) => hostsBoundIn(mesh, gateway, namespace));
  it('keeps to the namespaces that servers name', () => {
    expect(of('web', 'shop')).toEqual([['b.com', 'c.com', 'd.com', '*']]);
    expect(of('web', 'infra')).toEqual([['a.com', 'b.com', 'd.com', '*']]);
  });

  it('takes a listener without a host name for all', () => {
    expect(of('shared', 'shop')).toEqual([['*.a.com', '*']]);
  });

  it('does not know what is filled in later', () => {
    expect(of('later', 'shop')).toEqual([undefined]);
  });
});

it('takes hosts that overlap', () => {
  expect(takesHost(['*.a.com'], 'x.a.com')).toBe(true);
  expect(takesHost(['x.a.com'], '*.a.com')).toBe(true);
  expect(takesHost(['*'], 'b.com')).toBe(true);
  expect(takesHost(['*.a.com'], 'a.com')).toBe(false);
  expect(takesHost([], 'a.com')).toBe(false);
});
