import { describe, expect, it } from 'vitest';
import { clientTlsProblems } from '../../../src/mesh/settings/client-tls.ts';
import { readSource } from '../../../src/yaml/read.ts';

function found(tls: string, namespace = 'shop') {
  const [document] = readSource('/a.yaml', `tls: ${tls}\n`).documents;
  if (!document) throw new Error('no document');
  return [...clientTlsProblems(document.root.child('tls'), namespace)];
}

function problems(tls: string, namespace?: string): string[] {
  return found(tls, namespace).map(({ id, field }) => `${id} ${field.display.replace(/^tls\./, '')}`);
}

const PAIR = 'clientCertificate: /a.crt, privateKey: /a.key';

describe('certificates', () => {
  it.each([
    ['{mode: DISABLE}', []],
    ['{mode: SIMPLE}', []],
    ['{mode: ISTIO_MUTUAL}', []],
    [`{mode: MUTUAL, ${PAIR}, caCertificates: /ca.crt}`, []],
    ['{mode: MUTUAL, credentialName: a}', []],
    ['{mode: MUTUAL}', ['no-certificate clientCertificate']],
    ['{mode: MUTUAL, credentialName: ""}', ['no-certificate clientCertificate']],
    ['{mode: MUTUAL, clientCertificate: "", privateKey: /a.key}', ['no-certificate clientCertificate']],
    ['{mode: MUTUAL, clientCertificate: /a.crt}', ['no-certificate privateKey']],
    [`{mode: MUTUAL, ${PAIR}, credentialName: a}`, ['beside-credential clientCertificate']],
    ['{mode: SIMPLE, credentialName: a, privateKey: /a.key}', ['beside-credential privateKey']],
    ['{mode: SIMPLE, credentialName: a, caCertificates: /ca.crt}', ['beside-credential caCertificates']],
    ['{mode: MUTUAL, credentialName: a, caCrl: /ca.crl}', ['beside-credential caCrl']],
    ['{mode: SIMPLE, credentialName: a, caCertificates: ""}', []],
    [`{mode: ISTIO_MUTUAL, ${PAIR}, credentialName: a}`, []],
  ])('%s', (tls, wanted) => expect(problems(tls)).toEqual(wanted));
});

describe('insecureSkipVerify', () => {
  it.each([
    ['{mode: SIMPLE, insecureSkipVerify: true}', []],
    ['{mode: SIMPLE, insecureSkipVerify: false, caCertificates: /ca.crt}', []],
    ['{mode: SIMPLE, insecureSkipVerify: true, caCertificates: /ca.crt}', ['verified-unverified caCertificates']],
    ['{mode: SIMPLE, insecureSkipVerify: true, credentialName: a}', ['verified-unverified credentialName']],
    ['{mode: MUTUAL, insecureSkipVerify: true, credentialName: a}', []],
    [
      `{mode: MUTUAL, insecureSkipVerify: true, ${PAIR}, subjectAltNames: [a]}`,
      ['verified-unverified subjectAltNames'],
    ],
    ['{mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: []}', []],
    ['{mode: ISTIO_MUTUAL, insecureSkipVerify: true, caCertificates: /ca.crt, subjectAltNames: [a]}', []],
    [
      '{mode: SIMPLE, insecureSkipVerify: true, credentialName: a, caCertificates: /ca.crt}',
      ['verified-unverified caCertificates', 'beside-credential caCertificates'],
    ],
  ])('%s', (tls, wanted) => expect(problems(tls)).toEqual(wanted));
});

describe('credentials in a ConfigMap', () => {
  it.each([
    ['configmap://shop/ca', 'shop', []],
    ['configmap://infra/ca', 'shop', ['configmap-namespace credentialName']],
    ['configmap://shop/ca', '', ['configmap-namespace credentialName']],
    ['configmap://shop/', 'shop', ['configmap-form credentialName']],
    ['configmap:///ca', 'shop', ['configmap-form credentialName']],
    ['configmap://', 'shop', ['configmap-form credentialName']],
    ['configmap://ca', 'shop', ['configmap-form credentialName']],
    ['configmap://shop/ca/tls', 'shop', []],
    ['kubernetes://infra/ca', 'shop', []],
    ['configmap', 'shop', []],
    ['configmap://${NAMESPACE}/ca', 'shop', []],
  ])('%s of "%s"', (name, namespace, wanted) => {
    expect(problems(`{mode: SIMPLE, credentialName: "${name}"}`, namespace)).toEqual(wanted);
    expect(problems(`{mode: ISTIO_MUTUAL, credentialName: "${name}"}`, namespace)).toEqual(wanted);
  });

  it('names the ConfigMap and the namespace that it should be of', () => {
    const [problem] = found('{mode: SIMPLE, credentialName: configmap://infra/ca}');
    expect(problem?.data).toEqual({ name: 'configmap://infra/ca', namespace: 'shop' });
  });
});

describe('what cannot be judged', () => {
  it.each([
    `{mode: "\${MODE}", ${PAIR}, credentialName: a}`,
    '{mode: MUTUAL, credentialName: "${SECRET}"}',
    '{mode: MUTUAL, clientCertificate: "${CERT}", privateKey: "${KEY}"}',
    '{mode: MUTUAL, credentialname: a}',
    '{mode: MUTUAL, clientCertificat: /a.crt, privateKey: /a.key}',
    '{mode: SIMPLE, insecureSkipVerify: "${SKIP}", caCertificates: /ca.crt}',
    '{mode: SIMPLE, insecureSkipVerify: "true", caCertificates: /ca.crt}',
    '{mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: a, caCertificates: null}',
    '{mode: [MUTUAL]}',
    '{mode: null}',
    '{credentialName: [configmap://a]}',
    '[MUTUAL]',
    'null',
    '${TLS}',
  ])('%s', (tls) => expect(problems(tls)).toEqual([]));
});
