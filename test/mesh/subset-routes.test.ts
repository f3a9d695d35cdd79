import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { isSubsetRouted } from '../../src/mesh/subset-routes.ts';
import { readSource } from '../../src/yaml/read.ts';

const VS = (spec: string, namespace = 'shop', kind = 'VirtualService') =>
  `{apiVersion: networking.istio.io/v1, kind: ${kind}, metadata: {name: a, namespace: ${namespace}}, spec: ${spec}}`;
const http = (destination: string) => `{http: [{route: [{destination: ${destination}}]}]}`;

function meshOf(...documents: string[]): Mesh {
  return new Mesh([readSource('/a.yaml', documents.join('\n---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

const HOST = 'reviews.shop.svc.cluster.local';

describe('isSubsetRouted', () => {
  it.each([
    ['a route', http('{host: reviews, subset: v1}'), 'shop', true],
    ['a route by the whole name', http(`{host: ${HOST}, subset: v1}`), 'web', true],
    ['a route by another case', http('{host: Reviews, subset: v1}'), 'shop', true],
    ['a route to a namesake', http('{host: reviews, subset: v1}'), 'web', false],
    ['a route to another subset', http('{host: reviews, subset: v2}'), 'shop', false],
    ['a route to a subset of another case', http('{host: reviews, subset: V1}'), 'shop', false],
    ['a route to the whole host', http('{host: reviews}'), 'shop', false],
    ['a route to null', http('{host: reviews, subset: null}'), 'shop', false],
    ['a subset that is not known', http('{host: reviews, subset: "${VERSION}"}'), 'shop', true],
    ['a subset of another host that is not known', http('{host: ratings, subset: "${VERSION}"}'), 'shop', false],
    ['a subset without a host', http('{subset: v1}'), 'shop', false],
    ['a destination of another type', http('[reviews, v1]'), 'shop', false],
    ['a mirror', '{http: [{mirror: {host: reviews, subset: v1}}]}', 'shop', true],
    ['a mirror of several', '{http: [{mirrors: [{destination: {host: reviews, subset: v1}}]}]}', 'shop', true],
    ['a TLS route', '{tls: [{route: [{destination: {host: reviews, subset: v1}}]}]}', 'shop', true],
    ['a TCP route', '{tcp: [{route: [{destination: {host: reviews, subset: v1}}]}]}', 'shop', true],
    ['a match', '{http: [{match: [{destination: {host: reviews, subset: v1}}]}]}', 'shop', false],
  ])('%s', (_, spec, namespace, wanted) => {
    expect(isSubsetRouted(meshOf(VS(spec, namespace)), HOST, 'v1')).toBe(wanted);
  });

  it('goes by all VirtualServices, and by nothing else', () => {
    const none = meshOf(VS(http('{host: reviews, subset: v1}'), 'shop', 'DestinationRule'));
    expect(isSubsetRouted(none, HOST, 'v1')).toBe(false);
    const several = meshOf(VS('{}'), VS(http('{host: reviews, subset: v2}')), VS(http('{host: reviews, subset: v1}')));
    expect(['v1', 'v2', 'v3'].map((subset) => isSubsetRouted(several, HOST, subset))).toEqual([true, true, false]);
  });
});
