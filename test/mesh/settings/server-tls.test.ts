import { describe, expect, it } from 'vitest';
import { isFilled, serverTlsMode, serverTlsProblems } from '../../../src/mesh/settings/server-tls.ts';
import { readSource } from '../../../src/yaml/read.ts';
import type { Resource } from '../../../src/yaml/resource.ts';

function gateway(tls: string): Resource {
  const text = `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: a}\nspec: {servers: [{tls: ${tls}}]}\n`;
  const [resource] = readSource('/a.yaml', text).resources;
  if (!resource) throw new Error('no resource');
  return resource;
}

function problems(tls: string): string[] {
  const resource = gateway(tls);
  const found = serverTlsProblems(resource.spec.get('servers', 0, 'tls'), resource);
  return [...found].map(({ id, field }) => `${id} ${field.display.replace(/^spec\.servers\[0\]\.tls\.?/, '')}`.trim());
}

const PAIR = 'serverCertificate: /a.crt, privateKey: /a.key';

describe('modes that end TLS', () => {
  it.each([
    [`{mode: SIMPLE, ${PAIR}}`, []],
    ['{mode: SIMPLE, credentialName: a}', []],
    ['{mode: OPTIONAL_MUTUAL, credentialName: a}', []],
    ['{mode: MUTUAL, credentialNames: [a, b]}', []],
    [`{mode: MUTUAL, ${PAIR}, caCertificates: /ca.crt, caCrl: /ca.crl}`, []],
    ['{mode: MUTUAL, credentialName: a, caCertificates: /ca.crt, caCrl: /ca.crl}', []],
    [`{mode: MUTUAL, ${PAIR}}`, ['ca-missing caCertificates']],
    ['{mode: SIMPLE}', ['credentials-missing serverCertificate']],
    ['{mode: SIMPLE, credentialName: ""}', ['credentials-missing credentialName']],
    ['{mode: MUTUAL, caCertificates: /ca.crt}', ['credentials-missing serverCertificate']],
    ['{mode: SIMPLE, privateKey: /a.key}', ['certificate-missing serverCertificate']],
    ['{mode: SIMPLE, serverCertificate: /a.crt}', ['key-missing privateKey']],
    ['{mode: OPTIONAL_MUTUAL, serverCertificate: /a.crt}', ['ca-missing caCertificates', 'key-missing privateKey']],
    [`{mode: SIMPLE, ${PAIR}, credentialName: a}`, ['several-sources credentialName']],
    ['{mode: SIMPLE, serverCertificate: /a.crt, credentialName: a}', []],
    [`{mode: SIMPLE, ${PAIR}, caCrl: /ca.crl}`, ['crl-without-clients caCrl']],
    [
      '{mode: SIMPLE, tlsCertificates: [{privateKey: /a.key}, {}]}',
      [
        'certificate-missing tlsCertificates[0].serverCertificate',
        'credentials-missing tlsCertificates[1].serverCertificate',
      ],
    ],
  ])('%s', (tls, wanted) => expect(problems(tls)).toEqual(wanted));
});

describe('modes that do not', () => {
  it.each([
    ['{}', []],
    ['{mode: PASSTHROUGH}', []],
    ['{credentialName: a}', ['passthrough-credentials credentialName']],
    ['{mode: AUTO_PASSTHROUGH, caCrl: /ca.crl}', ['passthrough-credentials caCrl']],
    ['{mode: PASSTHROUGH, credentialName: a, caCrl: /ca.crl}', ['crl-with-credential caCrl']],
    [`{${PAIR}, credentialName: a}`, ['several-sources credentialName', 'passthrough-credentials serverCertificate']],
    ['{mode: ISTIO_MUTUAL, caCrl: /ca.crl}', []],
    ['{mode: ISTIO_MUTUAL, credentialNames: [a]}', ['istio-mutual-credentials credentialNames']],
    [`{mode: ISTIO_MUTUAL, ${PAIR}}`, ['istio-mutual-credentials serverCertificate']],
  ])('%s', (tls, wanted) => expect(problems(tls)).toEqual(wanted));
});

describe('versions and ciphers', () => {
  it.each([
    ['{minProtocolVersion: TLSV1_1}', ['old-version minProtocolVersion']],
    ['{minProtocolVersion: TLSV1_1, cipherSuites: []}', ['old-version minProtocolVersion']],
    ['{minProtocolVersion: TLSV1_1, cipherSuites: [AES128-SHA]}', []],
    ['{minProtocolVersion: TLS_AUTO}', []],
    [
      '{cipherSuites: [AES128-SHA, AES-SHA, AES128-SHA, AES-SHA]}',
      ['cipher-suite cipherSuites[1]', 'cipher-suite-repeated cipherSuites[2]', 'cipher-suite cipherSuites[3]'],
    ],
  ])('%s', (tls, wanted) => expect(problems(tls)).toEqual(wanted));
});

describe('what cannot be judged', () => {
  it.each([
    '{mode: "${MODE}", credentialName: a}',
    '{mode: SIMPLE, credentialName: "${SECRET}"}',
    '{mode: SIMPLE, credentialname: a}',
    '{mode: SIMPLE, tlsCertificates: []}',
    '{mode: SIMPLE, tlsCertificates: [a, null]}',
    '{mode: SIMPLE, serverCertificate: /a.crt, privatekey: /a.key}',
    '{mod: SIMPLE, credentialName: a}',
    '{mode: simple, credentialName: a}',
    '{mode: [1], cipherSuites: AES, minProtocolVersion: 1}',
    '{cipherSuites: ["${SUITE}", 1, null]}',
    '{minProtocolVersion: TLSV1_0, ciphersuites: [AES128-SHA]}',
    '[]',
    'null',
  ])('%s', (tls) => expect(problems(tls)).toEqual([]));
});

it('knows the mode where none is written', () => {
  const mode = (tls: string) => {
    const resource = gateway(tls);
    return serverTlsMode(resource.spec.get('servers', 0, 'tls'), resource);
  };
  expect(['{}', '{mode: null}', '{mode: MUTUAL}', '{mode: "${M}"}', '{mode: TLS}', '{moed: SIMPLE}'].map(mode)).toEqual(
    ['PASSTHROUGH', 'PASSTHROUGH', 'MUTUAL', undefined, undefined, undefined],
  );
});

it('counts only values that are not zero as filled', () => {
  const { spec } = gateway('{a: "", b: [], c: null, d: x, e: [1], f: {}, g: "${X}"}');
  const tls = spec.get('servers', 0, 'tls');
  expect([...'abcdefgh'].filter((name) => isFilled(tls.child(name)))).toEqual(['d', 'e', 'f', 'g']);
});
