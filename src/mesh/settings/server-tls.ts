import { suggest } from '../../text/suggest.ts';
import { CIPHER_SUITE_NAMES, isCipherSuite } from '../../values/tls.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';
import { isMisspelt } from './misspelt.ts';

/** What each problem of a server's TLS settings is called to a person. */
export const SERVER_TLS_MESSAGES = {
  'istio-mutual-credentials': {
    text: 'Mode ISTIO_MUTUAL uses the certificates of the mesh, and tls has {{fields}} besides, so Istio rejects it.',
    help: 'Delete {{fields}}, or write mode: MUTUAL for certificates of your own.',
  },
  'several-sources': {
    text: 'tls names {{count}} sources of the certificate ({{sources}}), and Istio can use one, so it rejects them.',
    help: 'Keep one of them.',
  },
  'credentials-missing': {
    text: 'Mode {{mode}} ends TLS at this proxy, and tls names no certificate, so Istio rejects it.',
    help: 'Write {{wanted}}.',
  },
  'certificate-missing': {
    text: 'Mode {{mode}} needs a certificate, and {{place}} has a key without serverCertificate, so Istio rejects it.',
    help: 'Write the path of the certificate as serverCertificate.',
  },
  'key-missing': {
    text: 'Mode {{mode}} needs the key of the certificate, and {{place}} has no privateKey, so Istio rejects it.',
    help: 'Write the path of the key as privateKey.',
  },
  'ca-missing': {
    text: 'Mode {{mode}} verifies the certificates of clients, and tls has no caCertificates to do so, so Istio rejects it.',
    help: 'Write the path of the CA bundle as caCertificates, or mode: SIMPLE where clients show no certificate.',
  },
  'crl-with-credential': {
    text: 'tls has caCrl beside credentialName, and Istio takes the revocation list from the Secret, so it rejects caCrl.',
    help: 'Delete caCrl, and put the list into the Secret "{{credential}}" as ca.crl.',
  },
  'crl-without-clients': {
    text: 'Mode SIMPLE verifies no certificate of clients, so a revocation list (caCrl) has no use, and Istio rejects it.',
    help: 'Delete caCrl, or write mode: MUTUAL with caCertificates.',
  },
  'passthrough-credentials': {
    text: 'Mode {{mode}} does not end TLS at this proxy{{why}}, so Istio ignores {{fields}}.',
    help: '{{advice}}',
  },
  'old-version': {
    text: '{{version}} is allowed, but none of the default cipher suites works with it, so such clients still fail.',
    help: 'Write cipherSuites with one for it, such as ECDHE-RSA-AES128-SHA, or minProtocolVersion: TLSV1_2.',
  },
  'cipher-suite': {
    text: 'The cipher suite "{{name}}" is none that Istio knows, so it is left out.',
    help: 'Write {{wanted}}.',
  },
  'cipher-suite-repeated': {
    text: 'The cipher suite "{{name}}" is listed twice, and the second one is left out.',
    help: 'Delete one of them.',
  },
};

export interface ServerTlsProblem {
  field: Field;
  id: keyof typeof SERVER_TLS_MESSAGES;
  data: Record<string, string | number>;
}

/** What Istio only warns about. */
export const SERVER_TLS_WARNINGS: ReadonlySet<string> = new Set([
  'passthrough-credentials',
  'old-version',
  'cipher-suite',
  'cipher-suite-repeated',
]);

const CREDENTIALS = [
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
  'credentialName',
  'credentialNames',
];
const MODES = ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'];

/** The mode of a resource's settings, PASSTHROUGH where none is written. Undefined where it is not known, or is none. */
export function serverTlsMode(tls: Field, { isPatch }: Resource): string | undefined {
  const field = tls.child('mode');
  if (!field.isSet) return isPatch || !tls.isMap || isMisspelt(field) ? undefined : 'PASSTHROUGH';
  return MODES.find((mode) => mode === field.string);
}

/** Written with a value other than protobuf's zero value; a placeholder counts. */
export function isFilled(field: Field): boolean {
  return field.isSet && field.string !== '' && !(field.isList && field.items().length === 0);
}

/**
 * What Istio refuses or ignores in ServerTLSSettings, whatever the port is. What the CRD says is left to it: credentialNames
 * beside other credentials, more than two tlsCertificates. Of a patch nothing is missing. Source: istio/istio
 * validateTLSOptions.
 */
export function* serverTlsProblems(tls: Field, resource: Resource): Generator<ServerTlsProblem> {
  yield* cipherProblems(tls, resource.isPatch);
  const mode = serverTlsMode(tls, resource);
  if (mode === undefined) return;
  const written = CREDENTIALS.filter((name) => isFilled(tls.child(name)));
  if (mode === 'ISTIO_MUTUAL') {
    if (written[0]) yield of(tls.child(written[0]), 'istio-mutual-credentials', { fields: listed(written) });
    return;
  }
  yield* sourceProblems(tls);
  if (mode.endsWith('PASSTHROUGH')) yield* passthroughProblems(tls, mode, written);
  else if (!isFilled(tls.child('credentialName')) && !isFilled(tls.child('credentialNames')))
    yield* terminationProblems(tls, mode, resource);
}

function* cipherProblems(tls: Field, isPatch: boolean): Generator<ServerTlsProblem> {
  const [version, suites] = [tls.child('minProtocolVersion'), tls.child('cipherSuites')];
  if (/^TLSV1_[01]$/.test(version.string ?? '') && !isFilled(suites) && !isPatch && !isMisspelt(suites))
    yield of(version, 'old-version', { version: version.string === 'TLSV1_0' ? 'TLS 1.0' : 'TLS 1.1' });
  const seen = new Set<string>();
  for (const field of suites.items()) {
    const name = field.string;
    if (name === undefined) continue;
    if (!isCipherSuite(name)) {
      const near = suggest(name, CIPHER_SUITE_NAMES);
      yield of(field, 'cipher-suite', { name, wanted: near ?? `one of ${CIPHER_SUITE_NAMES.join(', ')}` });
    } else if (seen.has(name)) yield of(field, 'cipher-suite-repeated', { name });
    seen.add(name);
  }
}

function* sourceProblems(tls: Field): Generator<ServerTlsProblem> {
  const has = (name: string) => isFilled(tls.child(name));
  if (has('credentialNames') && (has('credentialName') || has('tlsCertificates'))) return;
  const sources = ['credentialName', 'credentialNames', 'tlsCertificates'].filter(has);
  if (has('serverCertificate') && has('privateKey')) sources.push('serverCertificate');
  const { length: count, 0: first } = sources;
  if (first && count > 1) yield of(tls.child(first), 'several-sources', { count, sources: listed(sources) });
}

function* passthroughProblems(tls: Field, mode: string, written: string[]): Generator<ServerTlsProblem> {
  const [crl, credential] = [tls.child('caCrl'), tls.child('credentialName')];
  if (isFilled(crl) && isFilled(credential)) {
    yield of(crl, 'crl-with-credential', { credential: credential.string ?? '' });
    return;
  }
  const fields = isFilled(crl) ? [...written, 'caCrl'] : written;
  const why = tls.child('mode').isSet ? '' : ', and it is the mode where none is written';
  if (!fields[0]) return;
  const names = listed(fields);
  const advice = `Write mode: SIMPLE (or MUTUAL) to end TLS here with that certificate, or delete ${names}.`;
  yield of(tls.child(fields[0]), 'passthrough-credentials', { mode, why, fields: names, advice });
}

function* terminationProblems(tls: Field, mode: string, resource: Resource): Generator<ServerTlsProblem> {
  const [crl, ca, pairs] = [tls.child('caCrl'), tls.child('caCertificates'), tls.child('tlsCertificates')];
  if (mode === 'SIMPLE' && isFilled(crl)) yield of(crl, 'crl-without-clients');
  if (resource.isPatch || mayHaveCredentials(tls)) return;
  const lacksCa = mode !== 'SIMPLE' && !isFilled(ca);
  const [certificate, key] = [tls.child('serverCertificate'), tls.child('privateKey')];
  if (!isFilled(pairs) && !isFilled(certificate) && !isFilled(key)) {
    const files = lacksCa ? 'serverCertificate, privateKey and caCertificates' : 'serverCertificate and privateKey';
    const secret = resource.kind === 'Gateway' ? 'credentialName with the name of a Secret, or ' : '';
    const wanted = `${secret}${files} with paths of files`;
    const empty = [tls.child('credentialName'), certificate, key].find((field) => field.exists);
    yield of(empty ?? certificate, 'credentials-missing', { mode, wanted });
    return;
  }
  if (lacksCa) yield of(ca, 'ca-missing', { mode });
  for (const pair of isFilled(pairs) ? pairs.items() : [tls]) yield* pairProblems(pair, mode);
}

/** Is there a credential whose name is misspelt, or an empty list of them? core/unknown-field and core/schema say so. */
function mayHaveCredentials(tls: Field): boolean {
  const others = tls.keys().filter((name) => !CREDENTIALS.includes(name));
  const lists = [tls.child('tlsCertificates'), tls.child('credentialNames')];
  return (
    lists.some((list) => list.isSet && !isFilled(list)) ||
    CREDENTIALS.some((name) => suggest(name, others) !== undefined)
  );
}

function* pairProblems(pair: Field, mode: string): Generator<ServerTlsProblem> {
  const [certificate, key] = [pair.child('serverCertificate'), pair.child('privateKey')];
  if (!pair.isMap || isMisspelt(certificate) || isMisspelt(key)) return;
  const data = { mode, place: pair.display };
  if (isFilled(certificate)) {
    if (!isFilled(key)) yield of(key, 'key-missing', data);
  } else if (isFilled(key)) yield of(certificate, 'certificate-missing', data);
  else {
    const wanted = 'serverCertificate and privateKey with paths of files';
    yield of(certificate, 'credentials-missing', { mode, wanted });
  }
}

function of(field: Field, id: ServerTlsProblem['id'], data: Record<string, string | number> = {}): ServerTlsProblem {
  return { field, id, data };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
