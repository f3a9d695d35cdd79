import { expect, it } from 'vitest';
import { successorOfKind } from '../../../src/mesh/settings/removed-kinds.ts';

it.each([
  ['rbac.istio.io', 'ServiceRole', /AuthorizationPolicy/],
  ['authentication.istio.io', 'MeshPolicy', /PeerAuthentication/],
  ['config.istio.io', 'rule', /Mixer/],
  ['config.istio.io', 'RouteRule', /VirtualService/],
  ['config.istio.io', 'toString', /Mixer/],
])('knows what came after %s/%s', (group, kind, successor) => {
  expect(successorOfKind(group, kind)).toMatch(successor);
});

it.each([
  ['networking.istio.io', 'VirtualService'],
  ['networking.istio.io', 'RouteRule'],
  ['example.com', 'ServiceRole'],
  ['constructor', 'Policy'],
  ['', ''],
])('leaves %s/%s alone', (group, kind) => {
  expect(successorOfKind(group, kind)).toBeUndefined();
});
