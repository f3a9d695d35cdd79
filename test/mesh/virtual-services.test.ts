import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import {
  boundGateways,
  hostsOfRoutes,
  isInRoutes,
  sharedHosts,
  virtualServices,
} from '../../src/mesh/virtual-services.ts';
import { readSource } from '../../src/yaml/read.ts';

const VS = (spec: string, namespace = 'shop', group = 'networking.istio.io') =>
  `{apiVersion: ${group}/v1, kind: VirtualService, metadata: {name: a, namespace: ${namespace}}, spec: ${spec}}`;
const GATEWAY = (namespace: string, group = 'networking.istio.io') =>
  `{apiVersion: ${group}/v1, kind: Gateway, metadata: {name: web, namespace: ${namespace}}, spec: {}}`;

function meshOf(...documents: string[]): Mesh {
  return new Mesh([readSource('/a.yaml', documents.join('\n---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

describe('hostsOfRoutes', () => {
  it.each([
    ['[reviews]', 'shop', ['reviews.shop.svc.cluster.local']],
    ['[Reviews.Shop]', 'web', ['reviews.shop']],
    ['["*"]', 'shop', ['*']],
    ['["*.Example.com"]', 'shop', ['*.example.com']],
    ['[reviews]', '""', ['reviews']],
    ['["${HOST}", a.b]', 'shop', ['a.b']],
    ['["", null, [a.b], 5]', 'shop', []],
    ['reviews', 'shop', []],
    ['{reviews: }', 'shop', []],
  ])('reads %s in %s', (hosts, namespace, wanted) => {
    const mesh = meshOf(VS(`{hosts: ${hosts}}`, namespace));
    expect(virtualServices(mesh).map((service) => hostsOfRoutes(mesh, service))).toEqual([wanted]);
  });
});

describe('hosts of all VirtualServices', () => {
  const mesh = meshOf(
    VS('{hosts: [reviews, ratings, books, books]}'),
    VS('{hosts: [REVIEWS.shop.svc.cluster.local]}', 'web'),
    VS('{hosts: [ratings]}', 'web'),
    VS('{hosts: [details]}', 'shop', 'example.com'),
    VS('{http: []}'),
  );
  it.each([
    ['reviews.shop.svc.cluster.local', true],
    ['ratings.web.svc.cluster.local', true],
    ['reviews', false],
    ['details.shop.svc.cluster.local', false],
  ])('hold %s: %s', (host, wanted) => {
    expect(isInRoutes(mesh, host)).toBe(wanted);
  });

  it('are shared where several name them, not where one does so twice', () => {
    expect([...sharedHosts(mesh)]).toEqual(['reviews.shop.svc.cluster.local']);
  });

  it('are not those of patches', () => {
    const patched = new Mesh(
      [
        readSource('/k/kustomization.yaml', '{resources: [a.yaml], patches: [{path: p.yaml}]}'),
        readSource('/k/a.yaml', VS('{hosts: [reviews.example.com]}')),
        readSource('/k/p.yaml', VS('{hosts: [reviews.example.com, other.example.com]}')),
      ],
      { rootNamespace: 'istio-system', namespace: '' },
    );
    expect(sharedHosts(patched).size).toBe(0);
    expect(isInRoutes(patched, 'other.example.com')).toBe(false);
  });
});

describe('boundGateways', () => {
  it.each([
    ['[web]', [], ['shop/web']],
    ['[web]', [GATEWAY('ingress')], ['shop/web']],
    ['[web]', [GATEWAY('""')], ['/web']],
    ['[web]', [GATEWAY('""'), GATEWAY('shop')], ['shop/web']],
    ['[web]', [GATEWAY('shop', 'example.com'), GATEWAY('""')], ['/web']],
    ['[ingress/web]', [GATEWAY('ingress')], ['ingress/web']],
    ['[ingress/web]', [GATEWAY('""')], ['ingress/web']],
    ['[ingress/web, ingress/cart.v1]', [], ['ingress/web', 'ingress/cart.v1']],
    ['[ingress/web, web]', [GATEWAY('ingress'), GATEWAY('shop')], ['ingress/web', 'shop/web']],
    ['[mesh]', [GATEWAY('shop')], []],
    ['[mesh, web]', [], ['shop/web']],
    ['[web.ingress.svc.cluster.local]', [GATEWAY('ingress')], ['ingress/web']],
    ['[web.ingress.svc.cluster.local]', [], ['ingress/web']],
    ['[web.ingress]', [], ['ingress/web']],
    ['[web.ingress]', [GATEWAY('""')], ['/web']],
    ['["${GATEWAY}", null, "", [web]]', [], []],
    ['web', [], []],
    ['[]', [], []],
  ])('%s beside %s', (gateways, others, wanted) => {
    const mesh = meshOf(VS(`{gateways: ${gateways}}`), ...others);
    expect(virtualServices(mesh).map((service) => boundGateways(mesh, service))).toEqual([wanted]);
  });
});
