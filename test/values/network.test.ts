import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  dnsLabelProblem,
  fqdnProblem,
  hostsMatch,
  isHostWithin,
  isPartialWildcard,
  isPlainName,
  wildcardHostProblem,
} from '../../src/values/dns.ts';
import { isCidr, isIp, subnetProblem } from '../../src/values/ip.ts';
import { unixPathProblem } from '../../src/values/unix-socket.ts';
import { parseUrl } from '../../src/values/uri.ts';

const label63 = 'a'.repeat(63);

describe('DNS names', () => {
  it.each(['a', 'A1', 'a-b', label63])('takes the label %s', (label) => expect(dnsLabelProblem(label)).toBeUndefined());
  it.each(['', '-a', 'a-', 'a_b', 'a.b', `${label63}a`])('refuses the label "%s"', (label) =>
    expect(dnsLabelProblem(label)).toBeDefined(),
  );
  it.each(['reviews', 'a.b.c', 'example.com.', '1.a', 'a.b2'])('takes %s', (name) =>
    expect(fqdnProblem(name)).toBeUndefined(),
  );
  it.each(['', 'a..b', 'a.b.123', '10.0.0.1', '*.com', 'a b', `${`${label63}.`.repeat(4)}abc`])(
    'refuses "%s"',
    (name) => expect(fqdnProblem(name)).toBeDefined(),
  );
  it.each(['*', '*.com', '*a.com', '*-a.com', 'a', '5'])('takes the wildcard host %s', (host) =>
    expect(wildcardHostProblem(host)).toBeUndefined(),
  );
  it.each(['a*.com', 'a.*.com', '**.com', '*.*.com', '*.10', '', '*--'])('refuses the wildcard host "%s"', (host) =>
    expect(wildcardHostProblem(host)).toBeDefined(),
  );
  it.each(['a', 'a-1.b', '1.a', 'a.b2c', label63])('takes %s for a plain name, with which nothing is wrong', (name) => {
    expect(isPlainName(name)).toBe(true);
    expect(wildcardHostProblem(name) ?? fqdnProblem(name)).toBeUndefined();
  });
  it.each([
    '',
    'A.com',
    '*',
    '*.com',
    '5',
    'a.b5',
    'a.',
    '.a',
    '-a',
    'a-',
    'a..b',
    'a-.b',
    'a_b',
    `${label63}a`,
    '__A__',
    '${a}',
  ])('does not say at once that "%s" is in order', (name) => expect(isPlainName(name)).toBe(false));
  it('says which label is wrong', () =>
    expect(wildcardHostProblem('a_b.example.com')).toBe(
      `has the label "a_b"; labels hold letters, digits and '-', with a letter or digit at both ends`,
    ));
  it.each([
    ['*.a.com', 'b.a.com', true],
    ['*.a.com', 'a.com', false],
    ['*.a.com', '*.b.a.com', true],
    ['*', 'x', true],
    ['a.com', 'A.com', false],
  ])('%s and %s share a name: %s', (one, other, expected) => {
    expect(hostsMatch(one, other)).toBe(expected);
    expect(hostsMatch(other, one)).toBe(expected);
  });
  it.each([
    ['b.a.com', '*.a.com', true],
    ['*.b.a.com', '*.a.com', true],
    ['*.a.com', '*.b.a.com', false],
    ['*.a.com', 'b.a.com', false],
    ['a.com', 'a.com', true],
  ])('%s within %s: %s', (host, outer, expected) => expect(isHostWithin(host, outer)).toBe(expected));
  it.each([
    ['*', false],
    ['*.com', false],
    ['*a.com', true],
    ['a.*.com', true],
  ])('%s is a partial wildcard: %s', (host, expected) => expect(isPartialWildcard(host)).toBe(expected));
});

describe('addresses', () => {
  it.each(['1.2.3.4', '::', '::1', '1::', 'fe80::1%eth0', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'])(
    '%s is an address',
    (text) => expect(isIp(text)).toBe(true),
  );
  it.each([
    '',
    '1.2.3',
    '01.2.3.4',
    '256.1.1.1',
    '1:2:3',
    '1::2::3',
    ':::',
    '1.2.3.4%eth0',
    '::1%',
    '12345::',
    '1:2:3:4:5:6:7::8',
  ])('"%s" is none', (text) => expect(isIp(text)).toBe(false));
  it.each(['10.0.0.0/8', '::/0', '1.2.3.4/32', '2001::1/64'])('%s is a range', (text) =>
    expect(isCidr(text)).toBe(true),
  );
  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '::/129', '10/8', '10.0.0.0/', 'fe80::1%eth0/64'])(
    '"%s" is no range',
    (text) => expect(isCidr(text)).toBe(false),
  );
  it('tells ranges from addresses', () => {
    expect(subnetProblem('10.0.0.1')).toBeUndefined();
    expect(subnetProblem('10.0.0.1/40')).toBe('is no CIDR range such as 10.0.0.0/8');
    expect(subnetProblem('10.0.0.1/8/8')).toBe('is no IP address and no CIDR range');
  });
  it.each([
    ['/var/run/x.sock', true],
    ['@abstract', true],
    ['', false],
    ['run/x', false],
    ['/run/', false],
  ])('socket path "%s": %s', (path, good) => expect(unixPathProblem(path) === undefined).toBe(good));
});

describe('URLs as Go reads them', () => {
  it.each([
    ['https://example.com:8443/a?b#c', 'https', 'example.com', '8443'],
    ['HTTP://a', 'http', 'a', ''],
    ['oci://ghcr.io/x/y:v1', 'oci', 'ghcr.io', ''],
    ['example.com/a', '', '', ''],
    ['https://[::1]:80/', 'https', '::1', '80'],
    ['https://user:pass@a/', 'https', 'a', ''],
    ['mailto:a@b', 'mailto', '', ''],
    ['', '', '', ''],
  ])('%s', (text, scheme, host, port) => expect(parseUrl(text)).toMatchObject({ scheme, host, port }));
  it.each([
    '://a',
    'https://a b/',
    'https://[::1',
    'https://a:b/',
    '1a:b',
    'https://a/%zz',
    'http://a\n',
    'https://a%20b/',
  ])('refuses %j', (text) => expect(parseUrl(text).problem).toBeDefined());
  it.each([
    ['', false],
    ['a/b', false],
    ['/a', true],
    ['https://a', true],
    ['https://a#b c', false],
  ])('as an absolute URI %j: %s', (text, good) => expect(parseUrl(text, true).problem === undefined).toBe(good));
});

describe('what Go says of odd texts', () => {
  const go: { urls: [string, boolean, boolean, string, string, string][]; addresses: [string, boolean, boolean][] } =
    JSON.parse(readFileSync(new URL('./go-net.json', import.meta.url), 'utf8'));

  it.each(go.urls)('URL %j', (text, relative, absolute, scheme, host, port) => {
    const read = parseUrl(text);
    expect([read.problem === undefined, parseUrl(text, true).problem === undefined]).toEqual([relative, absolute]);
    if (read.problem === undefined && !text.includes('%'))
      expect([read.scheme, read.host, read.port]).toEqual([scheme, host, port]);
  });
  it.each(go.addresses)('address %j', (text, address, range) =>
    expect([isIp(text), isCidr(text)]).toEqual([address, range]),
  );
});
