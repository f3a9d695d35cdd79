import { describe, expect, it } from 'vitest';
import { absentHost } from '../../src/mesh/absent-host.ts';
import type { Externals } from '../../src/mesh/externals.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const service = (name: string, namespace: string, exportTo = '*') =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${namespace}, annotations: {networking.istio.io/exportTo: "${exportTo}"}}}`;
const entry = (hosts: string, namespace: string, exportTo = '["*"]') =>
  `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e, namespace: ${namespace}}, spec: {hosts: ${hosts}, exportTo: ${exportTo}}}`;

const MANIFESTS = [
  service('reviews', 'shop'),
  service('private', 'shop', '.'),
  service('team', 'shop', 'web'),
  service('"${NAME}"', 'open'),
  service('ratings', 'open'),
  entry('["*.example.org", api.example.com]', 'shop'),
  entry('[local.example.com]', 'shop', '["."]'),
];

interface Question {
  world?: string;
  from?: string[];
  externals?: Externals;
  manifests?: string[];
}

/** The answer as text, and the references that were left open. */
function ask(host: string, namespace: string, { world = 'auto', from, externals = {}, manifests }: Question = {}) {
  const text = (manifests ?? MANIFESTS).join('\n---\n');
  const mesh = new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '', externals });
  const open: string[] = [];
  const inquirer = {
    mesh,
    options: { world },
    leaveOpen: (reference: { namespace: string; name: string }) =>
      open.push(`${reference.namespace}/${reference.name}`),
  };
  const absent = absentHost(inquirer, host, namespace, from ?? [namespace]);
  if (!absent) return { absent, open };
  if (absent.why === 'hidden') return { absent: `hidden ${absent.target.display}`, open };
  if (absent.why === 'partial-name') {
    return { absent: `partial ${absent.service} in ${absent.home}: ${absent.wanted}`, open };
  }
  return { absent: `${absent.isSure ? 'missing' : 'misspelt'} ${absent.near}`, open };
}

const REVIEWS = 'reviews.shop.svc.cluster.local';

describe('absentHost', () => {
  it.each([
    ['reviews', 'shop', undefined],
    ['Reviews', 'shop', undefined],
    ['reviews', '', undefined],
    [REVIEWS, 'web', undefined],
    ['private', 'shop', undefined],
    ['a.example.org', 'web', undefined],
    ['local.example.com', 'shop', undefined],
    ['private.shop.svc.cluster.local', 'web', 'hidden Service shop/private'],
    ['PRIVATE.shop.svc.cluster.local', 'web', 'hidden Service shop/private'],
    ['local.example.com', 'web', 'hidden ServiceEntry shop/e'],
    ['reviews.shop', 'web', `partial reviews in shop: ${REVIEWS}`],
    ['Reviews.Shop', 'shop', `partial reviews in shop: ${REVIEWS}`],
    // The whole name would not be exported either, but it is the first thing to mend.
    ['private.shop', 'web', 'partial private in shop: private.shop.svc.cluster.local'],
    ['reviews.shop.svc', 'web', undefined],
    ['revews', 'shop', 'missing reviews'],
    ['revews.shop.svc.cluster.local', 'web', `missing ${REVIEWS}`],
    ['details', 'shop', 'missing undefined'],
    ['details.shop.svc.cluster.local', 'web', 'missing undefined'],
    ['Details.Shop.svc.cluster.local', 'web', 'missing undefined'],
    // A cluster may have another domain.
    ['reviews.shop.svc.example.internal', 'web', undefined],
    ['api.example.con', 'web', 'misspelt api.example.com'],
  ])('judges %s in "%s"', (host, namespace, wanted) => {
    expect(ask(host, namespace)).toEqual({ absent: wanted, open: [] });
  });

  it.each([
    ['details', 'web', 'web/details'],
    ['details', '', '/details'],
    ['details.web.svc.cluster.local', 'shop', 'web/details.web.svc.cluster.local'],
    // One Service of the namespace has a name that is not known.
    ['details', 'open', 'open/details'],
    ['www.google.com', 'shop', '/www.google.com'],
  ])('leaves %s in "%s" open', (host, namespace, open) => {
    expect(ask(host, namespace)).toEqual({ absent: undefined, open: [open] });
    expect(ask(host, namespace, { world: 'open' })).toEqual({ absent: undefined, open: [open] });
    expect(ask(host, namespace, { world: 'closed' })).toEqual({ absent: 'missing undefined', open: [] });
  });

  it('follows a host from each namespace', () => {
    const team = 'team.shop.svc.cluster.local';
    expect(ask(team, 'books', { from: ['books'] }).absent).toBe('hidden Service shop/team');
    expect(ask(team, 'books', { from: ['books', 'web'] }).absent).toBeUndefined();
    expect(ask(team, 'books', { from: [''] }).absent).toBeUndefined();
    // A short name is one of the namespace that wrote it, wherever it is followed from.
    expect(ask('reviews', 'books', { from: ['web', 'shop'] })).toEqual({ absent: undefined, open: ['books/reviews'] });
  });

  it.each([
    ['istiod.istio-system.svc.cluster.local', 'shop'],
    ['istio-ingressgateway.istio-system.svc', 'shop'],
    ['kubernetes', 'default'],
    ['kube-dns.kube-system.svc.cluster.local', 'shop'],
  ])('takes %s for there, unless nothing else is', (host, namespace) => {
    expect(ask(host, namespace)).toEqual({ absent: undefined, open: [] });
    expect(ask(host, namespace, { world: 'open' })).toEqual({ absent: undefined, open: [] });
    expect(ask(host, namespace, { world: 'closed' }).absent).toBe('missing undefined');
  });

  it('takes what settings name for there', () => {
    const externals = { hosts: ['shop/details', '*.google.com'] };
    expect(ask('details', 'shop', { externals, world: 'closed' })).toEqual({ absent: undefined, open: [] });
    expect(ask('www.google.com', 'web', { externals, world: 'closed' }).absent).toBeUndefined();
    expect(ask('details', 'web', { externals, world: 'closed' }).absent).toBe('missing undefined');
  });

  it('knows no Service of a namespace that nobody names', () => {
    const manifests = [service('reviews', '""')];
    expect(ask('reviews', 'web', { manifests }).absent).toBeUndefined();
    expect(ask(REVIEWS, 'web', { manifests }).absent).toBeUndefined();
    expect(ask('reviews.shop', 'web', { manifests })).toEqual({ absent: undefined, open: ['/reviews.shop'] });
    expect(ask('details', '', { manifests })).toEqual({ absent: undefined, open: ['/details'] });
  });

  it('takes a snapshot for all of the cluster, but not for what lies outside', () => {
    const file = readSource('/a.yaml', service('reviews', 'shop'));
    file.role = 'snapshot';
    const mesh = new Mesh([file], { rootNamespace: 'istio-system', namespace: '' });
    const inquirer = { mesh, options: { world: 'auto' }, leaveOpen: () => {} };
    expect(absentHost(inquirer, 'details.web.svc.cluster.local', 'shop', ['shop'])).toMatchObject({ isSure: true });
    expect(absentHost(inquirer, 'www.google.com', 'shop', ['shop'])).toBeUndefined();
  });

  it('asks of an empty set', () => {
    expect(ask('reviews', 'shop', { manifests: [] })).toEqual({ absent: undefined, open: ['shop/reviews'] });
    expect(ask('reviews', 'shop', { manifests: [], world: 'closed' }).absent).toBe('missing undefined');
  });
});
