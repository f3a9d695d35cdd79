import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import {
  admits,
  gatewaysForWaypoint,
  holdsWaypointUse,
  roleOf,
  waypointIn,
  waypointOf,
} from '../../src/mesh/waypoints.ts';
import { readSource } from '../../src/yaml/read.ts';
import type { Resource } from '../../src/yaml/resource.ts';

function meshOf(...texts: string[]): Mesh {
  const files = texts.map((text, index) =>
    readSource(`/${index}/${/kind: Kustom/.test(text) ? 'kustomization' : 'a'}.yaml`, text),
  );
  return new Mesh(files, { rootNamespace: 'istio-system', namespace: '' });
}

const gateway = (name: string, spec: string, metadata = '') =>
  `{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: ${name}, namespace: infra${metadata}}, spec: ${spec}}`;
const namespace = (name: string, labels: string) =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {${labels}}}}`;
const service = (name: string, home: string, labels = '') =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${home}, labels: {${labels}}}}`;

function named(mesh: Mesh, kind: string, name: string): Resource {
  const found = mesh.ofKind(kind).find((each) => each.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

describe('roleOf', () => {
  const mesh = meshOf(
    [
      gateway('own', '{gatewayClassName: istio-waypoint}'),
      gateway('agent', '{gatewayClassName: istio-agentgateway-waypoint}'),
      gateway('edge', '{gatewayClassName: istio}'),
      gateway('east', '{gatewayClassName: istio-east-west}'),
      gateway('other', '{gatewayClassName: example}'),
      gateway('made', '{gatewayClassName: made}'),
      gateway('renamed', '{gatewayClassName: renamed}'),
      gateway('none', '{}'),
      gateway(
        'sandwich',
        '{gatewayClassName: istio}',
        ', annotations: {ambient.istio.io/waypoint-inbound-binding: PROXY/15088}',
      ),
      '{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: made}, spec: {controllerName: istio.io/mesh-controller}}',
      '{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: renamed}, spec: {controllerName: istio.io/gateway-controller}}',
    ].join('\n---\n'),
  );
  it.each([
    ['own', 'waypoint'],
    ['agent', 'waypoint'],
    ['edge', 'gateway'],
    ['east', 'gateway'],
    ['other', 'unknown'],
    ['made', 'waypoint'],
    ['renamed', 'gateway'],
    ['none', 'unknown'],
    ['sandwich', 'unknown'],
  ])('takes %s for %s', (name, role) => {
    expect(roleOf(mesh, named(mesh, 'Gateway', name))).toBe(role);
  });
});

describe('waypointIn', () => {
  const labelsOf = (labels: string) => named(meshOf(service('a', 'shop', labels)), 'Service', 'a').labels;
  it.each([
    ['istio.io/use-waypoint: w', 'shop/w'],
    ['istio.io/use-waypoint: w, istio.io/use-waypoint-namespace: infra', 'infra/w'],
    ['istio.io/use-waypoint: none', 'none'],
    ['app: a', 'nothing'],
    ['istio.io/use-waypoint-namespace: infra', 'nothing'],
    ['istio.io/use-waypoint: "${W}"', undefined],
    ['istio.io/use-waypoint: w, istio.io/use-waypoint-namespace: "${N}"', undefined],
    ['"${KEY}": w', undefined],
    ['istio.io/use-waypoint: [w]', undefined],
    ['istio.io/use-waypoint: null', undefined],
  ])('reads {%s} as %s', (labels, wanted) => {
    const found = waypointIn(labelsOf(labels), 'shop');
    expect(typeof found === 'object' ? `${found.namespace}/${found.name}` : found).toBe(wanted);
  });
});

describe('waypointOf', () => {
  const of = (...texts: string[]) => {
    const mesh = meshOf(...texts);
    const found = waypointOf(mesh, named(mesh, 'Service', 'a'));
    return typeof found === 'object' ? `${found.namespace}/${found.name}` : found;
  };
  it('takes the label of the Service before that of the Namespace', () => {
    const shop = namespace('shop', 'istio.io/use-waypoint: w');
    expect(of(shop, service('a', 'shop'))).toBe('shop/w');
    expect(of(shop, service('a', 'shop', 'istio.io/use-waypoint: own'))).toBe('shop/own');
    expect(of(shop, service('a', 'shop', 'istio.io/use-waypoint: none'))).toBe('none');
  });

  it('takes what one of several manifests of the Namespace says', () => {
    expect(of(namespace('shop', ''), namespace('shop', 'istio.io/use-waypoint: w'), service('a', 'shop'))).toBe(
      'shop/w',
    );
  });

  it('knows of none only where the Namespace is there', () => {
    expect(of(namespace('shop', ''), service('a', 'shop'))).toBe('none');
    expect(of(namespace('shop', 'istio.io/use-waypoint: none'), service('a', 'shop'))).toBe('none');
    expect(of(service('a', 'shop'))).toBeUndefined();
    expect(of(namespace('shop', 'istio.io/use-waypoint: "${W}"'), service('a', 'shop'))).toBeUndefined();
  });

  it('knows nothing where a kustomization may add the label', () => {
    const all = 'kind: Kustomization\nlabels: [{pairs: {istio.io/use-waypoint: w}}]';
    const patch =
      'kind: Kustomization\npatches: [{patch: "{kind: Namespace, metadata: {name: shop, labels: {istio.io/use-waypoint: w}}}"}]';
    for (const kustomization of [all, patch])
      expect(of(namespace('shop', ''), service('a', 'shop'), kustomization)).toBeUndefined();
  });
});

describe('gatewaysForWaypoint', () => {
  const field = named(meshOf(service('a', 'shop')), 'Service', 'a').labels;
  it('finds a Gateway in its namespace, and by a name that a kustomization makes', () => {
    const mesh = meshOf(gateway('w', '{}'), 'kind: Kustomization\nnamePrefix: prod-');
    const count = (name: string, home: string) => gatewaysForWaypoint(mesh, { field, name, namespace: home }).length;
    expect(count('w', 'infra')).toBe(1);
    expect(count('w', '')).toBe(1);
    expect(count('w', 'shop')).toBe(0);
    expect(count('prod-w', 'infra')).toBe(1);
    expect(count('test-w', 'infra')).toBe(0);
  });
});

describe('admits', () => {
  const from = (listeners: string, metadata = '') =>
    gateway('w', `{gatewayClassName: istio-waypoint, listeners: [${listeners}]}`, metadata);
  const hbone = (namespaces: string) => `{port: 15008, protocol: HBONE, allowedRoutes: {namespaces: ${namespaces}}}`;
  const shop = namespace('shop', 'team: shop');
  const ask = (text: string, home = 'shop', ...more: string[]) => {
    const mesh = meshOf(text, ...more);
    return admits(mesh, named(mesh, 'Gateway', 'w'), home);
  };

  it('admits its own namespace unless it says otherwise', () => {
    expect(ask(from('{port: 15008, protocol: HBONE}'))).toBe(false);
    expect(ask(from('{port: 15008, protocol: HBONE}'), 'infra')).toBe(true);
    expect(ask(from(''))).toBe(false);
    expect(ask(from(hbone('{from: Same}')))).toBe(false);
    expect(ask(from(hbone('{from: All}')))).toBe(true);
  });

  it('looks at the listener that ztunnel connects to', () => {
    expect(ask(from(hbone('{from: All}').replace('15008', '15009')))).toBe(false);
    expect(ask(from(hbone('{from: All}').replace('HBONE', 'HTTP')))).toBe(false);
  });

  it('compares selectors with the labels of the Namespace', () => {
    const byTeam = (team: string) => from(hbone(`{from: Selector, selector: {matchLabels: {team: ${team}}}}`));
    const byName = from(hbone('{from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: shop}}}'));
    expect(ask(byTeam('shop'), 'shop', shop)).toBe(true);
    expect(ask(byTeam('stock'), 'shop', shop)).toBe(false);
    expect(ask(byTeam('shop'))).toBeUndefined();
    expect(ask(byName)).toBe(true);
    expect(ask(byName, 'stock', namespace('stock', ''))).toBe(false);
    expect(ask(from(hbone('{from: Selector}')))).toBe(false);
  });

  it('does not know where placeholders, another binding or an unknown namespace leave it open', () => {
    expect(ask(from(hbone('{from: "${FROM}"}')))).toBeUndefined();
    expect(ask(from('', ', annotations: {ambient.istio.io/waypoint-inbound-binding: PROXY}'))).toBeUndefined();
    expect(ask(from(hbone('{from: Same}')), '')).toBeUndefined();
  });
});

describe('holdsWaypointUse', () => {
  const shop = namespace('shop', '');
  it('knows of none only where all is known', () => {
    const ask = (...texts: string[]) => holdsWaypointUse(meshOf(...texts), 'shop');
    expect(ask(shop, service('a', 'shop'))).toBe(false);
    expect(ask(shop)).toBe(false);
    expect(ask(service('a', 'shop'))).toBeUndefined();
    expect(ask(shop, service('a', 'shop', 'istio.io/use-waypoint: w'))).toBe(true);
    expect(ask(namespace('shop', 'istio.io/use-waypoint: w'))).toBe(true);
    expect(ask(shop, gateway('w', '{gatewayClassName: istio-waypoint}').replace('infra', 'shop'))).toBe(true);
    expect(ask(shop, gateway('w', '{gatewayClassName: istio}').replace('infra', 'shop'))).toBe(false);
  });
});
