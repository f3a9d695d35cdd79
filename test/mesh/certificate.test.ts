import { describe, expect, it } from 'vitest';
import { certificateProblem } from '../../src/mesh/certificate.ts';
import { readSource } from '../../src/yaml/read.ts';

const pem = (label: string, text: string) => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
const coded = (text: string) => Buffer.from(text).toString('base64');

/** For shop.example.com, *.example.org and a.example.net, from 2026-11-28 to 2036-11-25; made for these tests. */
const CERT = pem(
  'CERTIFICATE',
  'MIIByDCCAW6gAwIBAgIUIB9cZ0YPWW2YiF8t1Mo7u0dUXY4wCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAeFw0yNjExMjgxNzQ1MjhaFw0zNjExMjUxNzQ1MjhaMBsxGTAXBgNVBAMMEHNob3AuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQmPU2X43p6K9vak8eFwGchqIr2QMYvFuipDzDyolR6DZvEGsKg3x0SH6VO8gkzXSRWkLwTMt81adtZZV8YRLTco4GPMIGMMB0GA1UdDgQWBBRt+g4o3EKurXsRk+02jsR1zpqKODAfBgNVHSMEGDAWgBRt+g4o3EKurXsRk+02jsR1zpqKODAPBgNVHRMBAf8EBTADAQH/MDkGA1UdEQQyMDCCEHNob3AuZXhhbXBsZS5jb22CDSouZXhhbXBsZS5vcmeCDWEuZXhhbXBsZS5uZXQwCgYIKoZIzj0EAwIDSAAwRQIgNqK62AFmn/YlOqUY51Hj4ldWyVtUHMRg2ZpCin7I37sCIQD31lt4Uew75LJfu+VJNI4btxlxHYQdg36hTu0AVYNcLg==',
);
/** The same key's, with a common name and no other. */
const NAMELESS = pem(
  'CERTIFICATE',
  'MIIBizCCATGgAwIBAgIUQdcf5e+kZ7Lp42B0ynoZEjKVfXUwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAeFw0yNjExMjgxNzQyMTZaFw0zNjExMjUxNzQyMTZaMBsxGTAXBgNVBAMMEHNob3AuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQmPU2X43p6K9vak8eFwGchqIr2QMYvFuipDzDyolR6DZvEGsKg3x0SH6VO8gkzXSRWkLwTMt81adtZZV8YRLTco1MwUTAdBgNVHQ4EFgQUbfoOKNxCrq17EZPtNo7Edc6aijgwHwYDVR0jBBgwFoAUbfoOKNxCrq17EZPtNo7Edc6aijgwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAwW02JGb+EOrrUb6STSn4Aqtt7ufWHo5i7a+l/0rZOOAIhAIlwCqtFjAJgEaJyTKRb7fxuXyoziSSxYH+9p5GF5Lq8',
);
const KEY = pem(
  'PRIVATE KEY',
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNmA02MJnhMHNYgs04W7eLSVEuedjWal5R6H5Pevy3+yhRANCAAQmPU2X43p6K9vak8eFwGchqIr2QMYvFuipDzDyolR6DZvEGsKg3x0SH6VO8gkzXSRWkLwTMt81adtZZV8YRLTc',
);
const OTHER_KEY = pem(
  'PRIVATE KEY',
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGO1q1zeaikhpnr6Vhy4gnsg7350w/bgdKXojA4JiqfOhRANCAARWq0y91mkHgojyWpP1AjEUKiuIBi07kYKGbk1r5iaRSFcLvCKzNUDR3rgcM1C7RQAaLOa6qv85htWtRmKcEw1o',
);

interface Question {
  needsAuthority?: boolean;
  hosts?: string[];
  now?: string;
}

function problem(secret: string, { needsAuthority = false, hosts = [], now = '2027-01-01' }: Question = {}) {
  const text = `{apiVersion: v1, kind: Secret, metadata: {name: web}, ${secret}}`;
  const [resource] = readSource('/a.yaml', text).resources;
  if (!resource) throw new Error('no Secret');
  const found = certificateProblem(resource, needsAuthority, hosts, new Date(now));
  if (!found) return undefined;
  const { field, ...rest } = found;
  expect(field.display).toBe('metadata.name');
  return rest;
}

/** Members of a Secret as YAML: base64 under data, as they are under stringData. */
const data = (members: Record<string, string>) =>
  `data: ${JSON.stringify(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, coded(text)])))}`;
const stringData = (members: Record<string, string>) => `stringData: ${JSON.stringify(members)}`;
const PAIR = { 'tls.crt': CERT, 'tls.key': KEY };

describe('the members of a Secret', () => {
  it.each([
    ['a pair', data(PAIR), undefined],
    ['a pair as text', stringData(PAIR), undefined],
    ['a pair under older names', data({ cert: CERT, key: KEY }), undefined],
    ['a pair in both maps', `${data({ 'tls.crt': CERT })}, ${stringData({ 'tls.key': KEY })}`, undefined],
    ['nothing', 'type: kubernetes.io/tls', 'no-keys'],
    ['no map', 'data: [tls.crt]', 'no-keys'],
    ['half a pair', data({ 'tls.crt': CERT }), 'no-keys'],
    ['halves of two pairs', data({ 'tls.crt': CERT, key: KEY }), 'no-keys'],
    ['empty members', data({ 'tls.crt': '', 'tls.key': '' }), 'no-keys'],
    ['null', 'data: {tls.crt: null, tls.key: null}', 'no-keys'],
    ['names in another case', data({ 'TLS.crt': CERT, 'tls.key': KEY }), 'no-keys'],
    ['a key that is none', data({ 'tls.crt': CERT, 'tls.key': 'key' }), 'unreadable key'],
    ['a certificate that is none', data({ 'tls.crt': 'certificate', 'tls.key': KEY }), 'unreadable certificate'],
    ['base64 as text', stringData({ 'tls.crt': coded(CERT), 'tls.key': KEY }), 'unreadable certificate'],
    ['text as base64', `data: ${JSON.stringify(PAIR)}`, 'unreadable certificate'],
    ['the key of another one', data({ 'tls.crt': CERT, 'tls.key': OTHER_KEY }), 'mismatch'],
    // The API server writes stringData over data, and Istio takes cert and key first.
    ['text over data', `${data({ ...PAIR, 'tls.key': OTHER_KEY })}, ${stringData({ 'tls.key': KEY })}`, undefined],
    ['the older names first', data({ cert: CERT, key: OTHER_KEY, ...PAIR }), 'mismatch'],
    ['an empty pair under the older names', data({ cert: '', key: '', ...PAIR }), undefined],
  ])('%s', (_, secret, wanted) => {
    const found = problem(secret);
    expect(found && ('what' in found ? `${found.why} ${found.what}` : found.why)).toBe(wanted);
  });

  it.each([
    ['a placeholder', 'data: {tls.crt: "${CERT}", tls.key: "${KEY}"}'],
    ['a placeholder for one half', `stringData: {tls.crt: "\${CERT}", tls.key: ${JSON.stringify(KEY)}}`],
    [
      'a placeholder under the older names',
      `stringData: {cert: "\${CERT}", key: k}, ${data({ ...PAIR, 'tls.key': OTHER_KEY })}`,
    ],
    ['a placeholder for a name', 'data: {"${NAME}": a}'],
    ['a placeholder for all of data', 'data: "${DATA}"'],
    ['a placeholder for all of stringData', 'stringData: "{{ data }}"'],
    ['text that SOPS encrypted', 'stringData: {tls.crt: "ENC[AES256_GCM,data:a]", tls.key: "ENC[AES256_GCM,data:b]"}'],
    ['a file that SOPS encrypted', 'data: {a: b}, sops: {mac: a}'],
    ['a reference of vals', 'stringData: {tls.crt: ref+vault://a, tls.key: ref+vault://b}'],
    ['a reference of a vault', 'stringData: {tls.crt: "vault:a#b", tls.key: "vault:a#c"}'],
    ['a path of a vault', 'stringData: {tls.crt: "<path:a#b>", tls.key: "<path:a#c>"}'],
    ['what is no text', 'data: {tls.crt: 1, tls.key: [a]}'],
  ])('%s is not judged', (_, secret) => expect(problem(secret)).toBeUndefined());
});

describe('the authority', () => {
  it.each([
    ['none', data(PAIR), 'no-ca'],
    ['one', data({ ...PAIR, 'ca.crt': CERT }), undefined],
    ['one under the older name', data({ ...PAIR, cacert: CERT }), undefined],
    ['a placeholder for it', `${data(PAIR)}, stringData: {ca.crt: "\${CA}"}`, undefined],
    ['a placeholder for a name', `${data(PAIR)}, stringData: {"\${CA}": a}`, undefined],
    ['a placeholder for all of a map', `${data(PAIR)}, stringData: "\${DATA}"`, undefined],
    ['null', `${data(PAIR)}, stringData: {ca.crt: null}`, 'no-ca'],
    ['no keys either', data({ 'tls.crt': CERT }), 'no-keys'],
    ['keys to be filled in', 'stringData: {tls.crt: "${CERT}", tls.key: "${KEY}"}', undefined],
  ])('with %s', (_, secret, why) => {
    expect(problem(secret, { needsAuthority: true })?.why).toBe(why);
    if (why === 'no-ca') expect(problem(secret)).toBeUndefined();
  });
});

describe('the certificate', () => {
  it.each([
    ['2026-11-27', { why: 'early', date: '2026-11-28' }],
    ['2026-11-29', undefined],
    ['2036-11-24', undefined],
    ['2036-11-26', { why: 'expired', date: '2036-11-25' }],
  ])('on %s', (now, wanted) => {
    expect(problem(data(PAIR), { now })).toEqual(wanted);
    expect(problem(data({ ...PAIR, 'tls.key': 'key' }), { now })?.why).toBe(wanted?.why ?? 'unreadable');
  });

  it.each([
    [['shop.example.com'], undefined],
    [['SHOP.example.com'], undefined],
    [['*'], undefined],
    [['a.example.org', '*.example.org', 'A.Example.Org'], undefined],
    [['a.b.example.org'], 'a.b.example.org'],
    [['*.a.example.org'], '*.a.example.org'],
    [['example.org'], 'example.org'],
    [['aexample.org'], 'aexample.org'],
    [['*.example.com'], '*.example.com'],
    [['a.example.net'], undefined],
    [['b.example.net'], 'b.example.net'],
    [['localhost'], 'localhost'],
    [['shop.example.com', 'b.com', 'c.com'], 'b.com'],
    [[], undefined],
  ])('for the hosts %s', (hosts, host) => {
    const wanted = host && { why: 'other-hosts', names: 'shop.example.com, *.example.org, a.example.net', host };
    expect(problem(data(PAIR), { hosts })).toEqual(wanted);
  });

  it('without names is for any host', () => {
    expect(problem(data({ ...PAIR, 'tls.crt': NAMELESS }), { hosts: ['b.com'] })).toBeUndefined();
  });

  it('says nothing of what is in the Secret', () => {
    const found = problem(data({ 'tls.crt': CERT, 'tls.key': OTHER_KEY }), { hosts: ['b.com'] });
    expect(found).toEqual({ why: 'mismatch' });
  });
});
