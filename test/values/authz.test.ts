import { describe, expect, it } from 'vitest';
import {
  ipBlockProblem,
  pathTemplateProblem,
  portTextProblem,
  serviceAccountProblem,
  trustDomainMatchProblem,
  wildcardProblem,
} from '../../src/values/authz.ts';

const TABLES = [
  {
    check: ipBlockProblem,
    good: ['10.1.2.3', '10.0.0.0/8', '::1', '2001:db8::/32', 'fe80::1%eth0', '::ffff:1.2.3.4', '0.0.0.0/0'],
    bad: [
      '',
      '10.0.0',
      '10.0.0.0/33',
      '2001:db8::/129',
      '10.0.0.*',
      'example.com',
      '010.0.0.1',
      '10.0.0.0/',
      '/8',
      'fe80::1%eth0/64',
      ' 10.0.0.1',
    ],
  },
  {
    check: portTextProblem,
    good: ['0', '80', '65535', '0080'],
    bad: ['', '-1', '+80', '65536', 'http', '8080-8090', '8.0'],
  },
  {
    check: serviceAccountProblem,
    good: ['cart', 'shop/cart', 'a'.repeat(320)],
    bad: ['*', 'shop/*', 'a/b/c', '/cart', 'shop/', 'a'.repeat(321), 'é'.repeat(161)],
  },
  {
    check: trustDomainMatchProblem,
    good: ['cluster.local', '*', '*.example.com', 'cluster.*'],
    bad: ['a*b', '*a*', '**', 'cluster.local/ns'],
  },
  {
    check: wildcardProblem,
    good: ['', 'a', '*', 'a*', '*a', 'a/*'],
    bad: ['a*b', '*a*', '**'],
  },
  {
    check: pathTemplateProblem,
    good: ['/', '/api/*', '*.html', '/api/{*}', '/{*}/items/{**}', '{*}', '/a//b', '/{*}/a%20b', '//{*}//', '{**}/a'],
    bad: [
      '/api/{id}',
      '/{*}x',
      '/{**}/{*}',
      '/{**}/{**}',
      '/{*}/*',
      '/{*}//b',
      '/a}',
      '/{*}/é',
      '/{**}/a/{*}',
      '/{***}',
      '/{*}/?a=b',
    ],
  },
];

describe.each(TABLES)('$check.name', ({ check, good, bad }) => {
  it.each(good)('takes %j', (text) => expect(check(text)).toBeUndefined());
  it.each(bad)('does not take %j', (text) => expect(check(text)).toBeTypeOf('string'));
});
