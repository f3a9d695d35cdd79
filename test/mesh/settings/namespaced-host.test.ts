import { describe, expect, it } from 'vitest';
import { namespacedHostProblem } from '../../../src/mesh/settings/namespaced-host.ts';

const LONG = `${'a'.repeat(64)}.example.com`;

describe('of a Gateway', () => {
  it.each([
    '*',
    '*.',
    '*.example.com',
    'shop.example.com',
    'shop.example.com.',
    'Shop.Example.com',
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '*/*',
    './*.example.com',
    'shop/10.0.0.1',
    '0/shop.example.com',
  ])('takes %s', (host) => expect(namespacedHostProblem(host, 'Gateway')).toBeUndefined());

  it.each([
    ['', 'host'],
    ['shop', 'short-name'],
    ['*/shop', 'short-name'],
    ['*shop.example.com', 'partial-wildcard'],
    ['*-shop.example.com', 'partial-wildcard'],
    ['shop.*', 'partial-wildcard'],
    ['**', 'partial-wildcard'],
    ['shop.example.com:80', 'host'],
    ['shop_eu.example.com', 'host'],
    ['-shop.example.com', 'host'],
    [LONG, 'host'],
    ['shop.example.1', 'host'],
    ['10.0.0.0/8', 'namespace'],
    ['fe80::1', 'host'],
    ['https://shop.example.com', 'url'],
    ['HTTPS://shop.example.com/cart', 'url'],
    ['shop.example.com/cart', 'namespace'],
    ['/shop.example.com', 'empty-part'],
    ['shop/', 'empty-part'],
    ['/', 'empty-part'],
    ['a/b/c.example.com', 'host'],
    ['~/shop.example.com', 'namespace'],
    ['~shop/shop.example.com', 'namespace'],
    ['shop*/shop.example.com', 'namespace'],
  ])('refuses %s: %s', (host, id) => expect(namespacedHostProblem(host, 'Gateway')?.id).toBe(id));
});

describe('of a Sidecar', () => {
  it.each(['*/*', './*', '~/*', '~./*', '~*/*', '~shop/*.shop.svc.cluster.local', 'shop/*', '*/*.example.com'])(
    'takes %s',
    (host) => expect(namespacedHostProblem(host, 'Sidecar')).toBeUndefined(),
  );

  it.each([
    ['./reviews', 'short-name'],
    ['./10.0.0.1', 'host'],
    ['./::1', 'host'],
    ['~~/*', 'namespace'],
    ['~shop_eu/*', 'namespace'],
    ['*.shop/*', 'namespace'],
    ['./*reviews.shop.svc.cluster.local', 'partial-wildcard'],
    ['/*', 'empty-part'],
    ['~/', 'empty-part'],
    ['grpc://reviews', 'url'],
  ])('refuses %s: %s', (host, id) => expect(namespacedHostProblem(host, 'Sidecar')?.id).toBe(id));
});

it('says what may be meant by a short name', () => {
  expect(namespacedHostProblem('shop', 'Gateway')?.data.wanted).toBe('shop.example.com');
  expect(namespacedHostProblem('./reviews', 'Sidecar')?.data.wanted).toBe('reviews.<namespace>.svc.cluster.local');
});

it('names the part that is wrong', () => {
  expect(namespacedHostProblem('shop_eu/a.b', 'Gateway')?.data.namespace).toBe('shop_eu');
  expect(namespacedHostProblem('shop/a_b.c', 'Gateway')?.data.name).toBe('a_b.c');
});
