import { describe, expect, it } from 'vitest';
import {
  hostsKnownIn,
  isBuiltIn,
  qualified,
  servicesOfPartialName,
  targetsOfHost,
} from '../../src/mesh/host-lookup.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { absenceOf, isInventoried, type Reference } from '../../src/mesh/references.ts';
import { readSource } from '../../src/yaml/read.ts';

const SERVICE = (name: string, namespace: string, annotation = '*') =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${namespace}, annotations: {networking.istio.io/exportTo: "${annotation}"}}}`;
const ENTRY = (hosts: string, namespace: string, exportTo = '["*"]') =>
  `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e, namespace: ${namespace}}, spec: {hosts: ${hosts}, exportTo: ${exportTo}}}`;

function meshOf(...documents: string[]): Mesh {
  return new Mesh([readSource('/a.yaml', documents.join('\n---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

const mesh = meshOf(
  SERVICE('reviews', 'shop'),
  SERVICE('private', 'shop', '.'),
  SERVICE('team', 'shop', 'web, books'),
  SERVICE('loose', '""'),
  ENTRY('["*.example.org", Api.example.com]', 'shop'),
  ENTRY('[local.example.com]', 'shop', '["."]'),
);

it('finds entries by hosts inside and outside of the cluster, in any case of letters', () => {
  const index = meshOf(
    ENTRY('[Db.svc.local, Plain, api.example.com]', 'shop'),
    ENTRY('[API.example.com, db.svc.local, db.svc.local]', 'web'),
  ).hosts();
  const homesOf = (host: string) => index.entries(host).map(({ namespace }) => namespace);
  expect(homesOf('db.svc.local')).toEqual(['shop', 'web']);
  expect(homesOf('plain')).toEqual(['shop']);
  expect(homesOf('Api.example.com')).toEqual(['shop', 'web']);
  expect(homesOf('example.com')).toEqual([]);
});

describe('targetsOfHost', () => {
  it.each([
    ['reviews', 'shop', 1],
    ['REVIEWS', 'shop', 1],
    ['reviews', 'web', 0],
    ['reviews', '', 1],
    ['loose', 'web', 1],
    ['reviews.shop', 'web', 0],
    ['reviews.shop.svc', 'web', 1],
    ['reviews.shop.svc.cluster.local', 'web', 1],
    ['private.shop.svc.cluster.local', 'shop', 1],
    ['private.shop.svc.cluster.local', 'web', 0],
    ['team.shop.svc.cluster.local', 'books', 1],
    ['team.shop.svc.cluster.local', 'shop', 0],
    ['a.b.example.org', 'web', 1],
    ['example.org', 'web', 0],
    ['local.example.com', 'web', 0],
    ['local.example.com', 'shop', 1],
  ])('finds for %s in "%s" %i', (host, namespace, count) => {
    expect(targetsOfHost(mesh, host, namespace)).toHaveLength(count);
  });
});

describe('names of hosts', () => {
  it('are whole with a dot', () => {
    expect(qualified('Reviews', 'shop')).toBe('reviews.shop.svc.cluster.local');
    expect(qualified('reviews.shop', 'web')).toBe('reviews.shop');
    expect(qualified('reviews', '')).toBe('reviews');
  });

  it('may be half of a whole one', () => {
    expect(servicesOfPartialName(mesh, 'reviews.shop')).toHaveLength(1);
    expect(servicesOfPartialName(mesh, 'reviews.web')).toHaveLength(0);
    expect(servicesOfPartialName(mesh, 'reviews')).toHaveLength(0);
    expect(servicesOfPartialName(mesh, 'reviews.shop.svc')).toHaveLength(0);
  });

  it('are known', () => {
    const isReviews = (name: string) => name === 'reviews.shop.svc.cluster.local';
    expect(hostsKnownIn(mesh, 'web', true).some((name) => name !== 'loose')).toBe(false);
    expect(hostsKnownIn(mesh, 'web', true).some((name) => name === 'loose')).toBe(true);
    expect(hostsKnownIn(mesh, 'web', false).some(isReviews)).toBe(true);
  });

  it('of Kubernetes and Istio need no manifest', () => {
    expect(isBuiltIn(mesh, 'istiod.istio-system.svc', 'shop')).toBe(true);
    expect(isBuiltIn(mesh, 'kubernetes', 'default')).toBe(true);
    expect(isBuiltIn(mesh, 'istiod', 'shop')).toBe(false);
  });
});

describe('absenceOf', () => {
  const known = ['reviews', 'ratings-v1'];
  it.each([
    ['revews', 'open', false, { near: 'reviews', isSure: false }],
    ['revews', 'closed', false, { near: 'reviews', isSure: true }],
    ['details', 'open', true, undefined],
    ['details', 'auto', false, undefined],
    ['details', 'auto', true, { near: undefined, isSure: true }],
    ['ratings-v2', 'auto', false, undefined],
  ])('judges %s in the world %s, inventoried %s', (name, world, inventoried, wanted) => {
    const open: string[] = [];
    const leaveOpen = (reference: Reference) => open.push(reference.name);
    const inquirer = { mesh: meshOf(), options: { world }, leaveOpen };
    const reference = { kind: 'Service', namespace: 'shop', name };
    expect(absenceOf(inquirer, reference, known, () => inventoried)).toEqual(wanted);
    expect(open).toEqual(wanted ? [] : [name]);
  });

  it.each([
    ['hosts', 'host', 'api.example.com', '*.example.com'],
    ['gateways', 'Gateway', 'web', 'ingress/web'],
    ['secrets', 'Secret', 'shop-tls', 'shop-*'],
  ])('takes what settings say for there: %s', (list, kind, name, glob) => {
    const mesh = new Mesh([], { rootNamespace: 'istio-system', namespace: '', externals: { [list]: [glob] } });
    const inquirer = { mesh, options: { world: 'closed' }, leaveOpen: () => {} };
    expect(absenceOf(inquirer, { kind, namespace: 'ingress', name }, [], () => true)).toBeUndefined();
    expect(absenceOf(inquirer, { kind, namespace: 'ingress', name: 'other' }, [], () => true)).toBeDefined();
  });
});

describe('isInventoried', () => {
  const asks = (...documents: string[]) => isInventoried(meshOf(...documents), 'shop', ['', 'Service']);
  it('takes one object for all of its kind', () => {
    expect(asks(SERVICE('reviews', 'shop'))).toBe(true);
    expect(asks(SERVICE('reviews', 'web'))).toBe(false);
  });

  it('does not where something brings more, or a name is not known', () => {
    expect(
      asks(
        SERVICE('reviews', 'shop'),
        '{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: a}}',
      ),
    ).toBe(false);
    expect(asks(SERVICE('reviews', 'shop'), SERVICE('"${NAME}"', 'shop'))).toBe(false);
    expect(asks(SERVICE('reviews', 'shop'), '{kind: Kustomization, helmCharts: []}')).toBe(false);
  });
});
