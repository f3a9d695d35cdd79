import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { reportsRequests, waypointWorkOf } from '../../src/mesh/waypoint-work.ts';
import { readSource } from '../../src/yaml/read.ts';

const CART = '{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}}}';
const SIDECARS = '{apiVersion: v1, kind: Namespace, metadata: {name: legacy, labels: {istio-injection: enabled}}}';

function work(kind: string, spec: string, ...more: string[]): string[] {
  const group = kind.endsWith('Route') ? 'gateway.networking.k8s.io' : 'networking.istio.io';
  const text = `{apiVersion: ${group}/v1, kind: ${kind}, metadata: {name: a, namespace: shop}, spec: ${spec}}`;
  const file = readSource('/a.yaml', [CART, text, ...more].join('\n---\n'));
  const mesh = new Mesh([file], { rootNamespace: 'istio-system', namespace: '' });
  const [resource] = mesh.ofKind(kind);
  return resource
    ? waypointWorkOf(mesh, resource).flatMap(({ targets }) => targets.map(({ name }) => name))
    : ['nothing'];
}

describe('waypointWorkOf', () => {
  it('follows hosts of VirtualServices for the mesh', () => {
    const http = 'http: [{route: [{destination: {host: cart}}]}]';
    expect(work('VirtualService', `{hosts: [cart], ${http}}`)).toEqual(['cart']);
    expect(work('VirtualService', `{hosts: [cart.shop.svc.cluster.local, "*", null], ${http}}`)).toEqual(['cart']);
    expect(work('VirtualService', `{hosts: [cart], gateways: [infra/web], ${http}}`)).toEqual([]);
    expect(work('VirtualService', `{hosts: [cart], gateways: [infra/web, mesh], ${http}}`)).toEqual(['cart']);
    expect(work('VirtualService', `{hosts: [cart], ${http}}`, SIDECARS)).toEqual([]);
  });

  it('follows DestinationRules that ask for more than mutual TLS', () => {
    expect(work('DestinationRule', '{host: cart, trafficPolicy: {connectionPool: {tcp: {}}}}')).toEqual(['cart']);
    expect(work('DestinationRule', '{host: cart, trafficPolicy: {tls: {mode: SIMPLE}}}')).toEqual(['cart']);
    expect(work('DestinationRule', '{host: cart, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}')).toEqual([]);
    expect(work('DestinationRule', '{host: cart, subsets: [{name: a, labels: {v: a}}]}')).toEqual([]);
    expect(
      work('DestinationRule', '{host: cart, subsets: [{name: a, trafficPolicy: {loadBalancer: {simple: RANDOM}}}]}'),
    ).toEqual(['cart']);
    const ingress =
      '{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: shop}, spec: {defaultBackend: {service: {name: cart}}}}';
    expect(work('DestinationRule', '{host: cart, trafficPolicy: {connectionPool: {tcp: {}}}}', ingress)).toEqual([]);
  });

  it('follows parents that are Services', () => {
    const parent = (text: string, ...more: string[]) => work('HTTPRoute', `{parentRefs: [${text}]}`, ...more);
    expect(parent('{group: "", kind: Service, name: cart}')).toEqual(['cart']);
    expect(parent('{group: "", kind: Service, name: cart, namespace: stock}')).toEqual([]);
    expect(parent('{kind: Service, name: cart}')).toEqual([]);
    expect(parent('{name: cart}')).toEqual([]);
    expect(parent('{group: "", kind: Service, name: cart}', SIDECARS)).toEqual([]);
  });

  it('follows targets, sidecars or not', () => {
    expect(work('EnvoyFilter', '{targetRefs: [{kind: Service, name: cart}]}', SIDECARS)).toEqual(['cart']);
  });
});

it.each([
  ['{tracing: [{}]}', true],
  ['{accessLogging: [{}]}', true],
  ['{metrics: [{overrides: [{}]}]}', true],
  ['{metrics: [{providers: [{name: prometheus}]}], tracing: []}', false],
  ['{}', false],
])('knows whether a Telemetry reports requests: %s', (spec, wanted) => {
  const text = `{apiVersion: telemetry.istio.io/v1, kind: Telemetry, metadata: {name: a}, spec: ${spec}}`;
  const mesh = new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' });
  expect(mesh.ofKind('Telemetry').map(reportsRequests)).toEqual([wanted]);
});
