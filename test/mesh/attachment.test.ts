import { describe, expect, it } from 'vitest';
import { attachment } from '../../src/mesh/attachment.ts';
import { isBehindGateway } from '../../src/mesh/gateway-destinations.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { hasTargets, targetsOf } from '../../src/mesh/policy-targets.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(...texts: string[]): Mesh {
  const file = readSource('/a.yaml', texts.join('\n---\n'));
  return new Mesh([file], { rootNamespace: 'istio-system', namespace: '' });
}

const policy = (spec: string, home = 'shop') =>
  `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, namespace: ${home}}, spec: ${spec}}`;
const service = (name: string, selector: string, home = 'shop') =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${home}}, spec: {selector: {${selector}}}}`;

describe('targetsOf', () => {
  const of = (spec: string) => {
    const [found] = meshOf(policy(spec)).ofKind('AuthorizationPolicy');
    return found && [hasTargets(found), ...targetsOf(found).map(({ group, kind, name }) => `${group}/${kind}/${name}`)];
  };
  it.each([
    ['{targetRefs: [{kind: Service, name: a}]}', [true, '/Service/a']],
    ['{targetRefs: [{group: core, kind: Service, name: a}]}', [true, '/Service/a']],
    ['{targetRef: {group: g, kind: Gateway, name: a}}', [true, 'g/Gateway/a']],
    ['{targetRefs: [], targetRef: {kind: Service, name: a}}', [true, '/Service/a']],
    ['{targetRefs: []}', [false]],
    ['{targetRefs: "${REFS}"}', [true]],
    ['{targetRefs: [{kind: Service, name: "${A}"}, {kind: Service}, null, {group: "${G}", kind: K, name: a}]}', [true]],
    ['{}', [false]],
    ['null', [false]],
  ])('reads %s', (spec, wanted) => {
    expect(of(spec)).toEqual(wanted);
  });
});

describe('attachment', () => {
  const of = (...texts: string[]) => {
    const mesh = meshOf(...texts);
    const [found] = mesh.ofKind('AuthorizationPolicy');
    const { wanted, suggestions } = found ? attachment(mesh, found) : { wanted: '', suggestions: [] };
    return [wanted, suggestions.length];
  };
  const cart = '{selector: {matchLabels: {app: cart, v: "1"}}}';
  it('names the one Service that chooses by the same labels', () => {
    expect(of(policy(cart), service('cart', 'v: "1", app: cart'))).toEqual([
      'targetRefs with the Service cart, in place of the selector',
      1,
    ]);
    const open = ['targetRefs with the Service, or with the Gateway of its waypoint, in place of the selector', 0];
    expect(of(policy(cart), service('cart', 'app: cart'))).toEqual(open);
    expect(of(policy(cart), service('a', 'v: "1", app: cart'), service('b', 'v: "1", app: cart'))).toEqual(open);
    expect(of(policy(cart), service('cart', 'v: "1", app: cart', 'stock'))).toEqual(open);
  });

  it('knows other targets for all of a namespace and of the mesh', () => {
    expect(of(policy('{}'))[0]).toBe('targetRefs with the Service, or with the Gateway of its waypoint');
    expect(of(policy('{}', 'istio-system'))[0]).toBe('targetRefs with the GatewayClass istio-waypoint');
  });
});

describe('isBehindGateway', () => {
  const cart = service('cart', 'app: cart');
  const ask = (...texts: string[]) => {
    const mesh = meshOf(cart, ...texts);
    return mesh.ofKind('Service').map((each) => isBehindGateway(mesh, each))[0];
  };
  const route = (parent: string, backend: string) =>
    `{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: infra}, spec: {parentRefs: [${parent}], rules: [{backendRefs: [${backend}]}]}}`;
  const virtual = (gateways: string, host: string) =>
    `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v, namespace: shop}, spec: {gateways: [${gateways}], hosts: [a.com], http: [{route: [{destination: {host: ${host}}}]}]}}`;
  it('finds the routes of gateways', () => {
    expect(ask()).toBe(false);
    expect(ask(virtual('infra/web', 'cart'))).toBe(true);
    expect(ask(virtual('mesh, infra/web', 'cart.shop.svc.cluster.local'))).toBe(true);
    expect(ask(virtual('mesh', 'cart'))).toBe(false);
    expect(ask(virtual('infra/web', 'stock'))).toBe(false);
    expect(ask(route('{name: web}', '{name: cart, namespace: shop}'))).toBe(true);
    expect(ask(route('{name: web}', '{name: cart}'))).toBe(false);
    expect(ask(route('{group: "", kind: Service, name: cart}', '{name: cart, namespace: shop}'))).toBe(false);
  });

  it('finds an Ingress', () => {
    const ingress = (spec: string) =>
      `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: shop}, spec: ${spec}}`;
    expect(ask(ingress('{rules: [{http: {paths: [{backend: {service: {name: cart}}}]}}]}'))).toBe(true);
    expect(ask(ingress('{defaultBackend: {service: {name: cart}}}'))).toBe(true);
    expect(ask(ingress('{rules: [null, {http: 1}]}'))).toBe(false);
  });
});
