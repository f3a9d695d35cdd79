import { describe, expect, it } from 'vitest';
import { lacks } from '../../../src/mesh/settings/misspelt.ts';
import {
  destinationListsOf,
  destinationsOf,
  gatewayNamesOf,
  isDelegate,
  isGeneratedSni,
  isMeshBound,
  matchesOf,
  namesMesh,
  routesOf,
} from '../../../src/mesh/settings/virtual-service-routes.ts';
import type { Field } from '../../../src/yaml/field.ts';
import { readSource } from '../../../src/yaml/read.ts';
import type { Resource } from '../../../src/yaml/resource.ts';

function service(spec: string, isPatch = false): Resource {
  const text = `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: ${spec}\n`;
  const [resource] = readSource('/a.yaml', text).resources;
  if (!resource) throw new Error('no resource');
  return isPatch ? resource.asPatch() : resource;
}

const places = (fields: readonly Field[]) => fields.map(({ display }) => display.replace(/^spec\./, ''));

const ROUTES = '{tcp: [{}, null, {}], http: [1, {}], tls: {a: b}}';

it.each([
  [['http'], ['http[1]']],
  [['tcp'], ['tcp[0]', 'tcp[2]']],
  [['tls'], []],
  [
    ['tls', 'tcp', 'http'],
    ['tcp[0]', 'tcp[2]', 'http[1]'],
  ],
] as const)('the routes of %j that are maps, in that order', ([kind, ...more], wanted) => {
  expect(places(routesOf(service(ROUTES), kind, ...more))).toEqual(wanted);
});

it('the match conditions of a route that are maps', () => {
  const [route, ...others] = routesOf(service('{http: [{match: [a, {}, null]}, {match: {}}, {}]}'), 'http');
  expect(route && places(matchesOf(route))).toEqual(['http[0].match[1]']);
  expect(others.flatMap(matchesOf)).toEqual([]);
});

it.each([
  ['{}', true],
  ['{a: null, b: []}', true],
  ['{a: [], b: null, z: 1}', true],
  ['{a: 1}', false],
  ['{b: [1]}', false],
  ['{b: {}}', false],
  ['{a: "${A}"}', false],
  ['{A: 1}', false],
])('%s lacks a and b: %s', (spec, wanted) => expect(lacks(service(spec).spec, 'a', 'b')).toBe(wanted));

it.each([
  ['{}', true],
  ['{hosts: []}', true],
  ['{hosts: null}', true],
  ['{hosts: [a]}', false],
  ['{hosts: "${HOSTS}"}', false],
  ['{host: [a]}', false],
])('%s is a delegate: %s', (spec, wanted) => {
  expect(isDelegate(service(spec))).toBe(wanted);
  expect(isDelegate(service(spec, true))).toBe(false);
});

it.each([
  ['{}', true, undefined],
  ['{gateways: []}', true, undefined],
  ['{gateways: [mesh]}', true, true],
  ['{gateways: [a/b, mesh]}', true, true],
  ['{gateways: [a/b]}', false, false],
  ['{gateways: ["${GATEWAY}"]}', undefined, undefined],
  ['{gateways: ["${GATEWAY}", mesh]}', true, true],
  ['{gateways: [a/mesh]}', false, false],
  ['{gateways: [1]}', false, false],
])('%s holds for the mesh: %s, as a patch: %s', (spec, whole, patch) => {
  expect(isMeshBound(service(spec))).toBe(whole);
  expect(isMeshBound(service(spec, true))).toBe(patch);
});

it('only the name itself stands for all sidecars', () => {
  expect(namesMesh(service('{gateways: [a, mesh]}'))).toBe(true);
  expect(namesMesh(service('{gateways: [a/mesh, Mesh]}'))).toBe(false);
  expect(namesMesh(service('{gateways: mesh}'))).toBe(false);
});

describe('destinations', () => {
  const SPEC = `{
    http: [{route: [{destination: {host: a}}, {destination: b}, null], mirror: {host: c}, mirrors: [{destination: {host: d}}, {}]}, {redirect: {}}],
    tls: [{route: [{destination: {host: e}}], mirror: {host: f}}],
    tcp: [{route: {destination: {host: g}}}]}`;

  it('are those of routes and of mirrors', () => {
    expect(destinationsOf(service(SPEC)).map((field) => field.child('host').string)).toEqual(['a', 'e', 'c', 'd']);
    expect(destinationsOf(service('{http: 1, tls: [1], tcp: null}'))).toEqual([]);
  });

  it('are in one list for each route', () => {
    expect(places(destinationListsOf(service(SPEC)))).toEqual([
      'http[0].route',
      'http[1].route',
      'tls[0].route',
      'tcp[0].route',
    ]);
    expect(destinationListsOf(service(SPEC)).map(({ exists }) => exists)).toEqual([true, false, true, true]);
  });
});

it('names of gateways are read up to the first one without a namespace', () => {
  const SPEC = `{
    gateways: [a/b, mesh, c/d],
    http: [{match: [{gateways: [e/f]}, {gateways: ["\${GATEWAY}", g/h]}]}],
    tcp: [{match: [{gateways: [i, 1, null]}, {gateways: j}, k]}]}`;
  expect(gatewayNamesOf(service(SPEC)).map(({ gateway, route, isRead }) => [gateway, route, isRead])).toEqual([
    ['a/b', undefined, true],
    ['mesh', undefined, true],
    ['c/d', undefined, false],
    ['e/f', 'http', true],
    ['g/h', 'http', false],
    ['i', 'tcp', true],
  ]);
});

it.each([
  ['outbound_.80_._.reviews.shop.svc.cluster.local', true],
  ['outbound_.8080_.v1_.reviews.shop.svc.cluster.local', true],
  ['outbound_._._.reviews.shop.svc.cluster.local', false],
  ['outbound_.80_.reviews.shop.svc.cluster.local', false],
  ['outbound_.80_._.', false],
  ['an.outbound_.80_._.reviews', false],
  ['inbound_.80_._.reviews', false],
  ['reviews.shop.svc.cluster.local', false],
])('%s is the SNI of traffic passed through: %s', (host, wanted) => expect(isGeneratedSni(host)).toBe(wanted));
