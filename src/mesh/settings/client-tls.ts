import type { Field } from '../../yaml/field.ts';
import { isMisspelt } from './misspelt.ts';

/** What each problem of the TLS settings of a client is called to a person. */
export const CLIENT_TLS_MESSAGES = {
  'no-certificate': {
    text: 'TLS mode MUTUAL needs {{name}}, or a credentialName, so Istio rejects it.',
    help: 'Write clientCertificate and privateKey, or credentialName; ISTIO_MUTUAL takes the certificate of the mesh.',
  },
  'beside-credential': {
    text: '{{name}} is set beside credentialName, which holds it already, so Istio rejects it.',
    help: 'Keep the files or the credentialName.',
  },
  'verified-unverified': {
    text: '{{name}} says what to verify, and insecureSkipVerify not to, so Istio rejects it.',
    help: 'Delete insecureSkipVerify.',
  },
  'configmap-form': {
    text: 'The credentialName "{{name}}" is no configmap://namespace/name, so Istio rejects it.',
    help: 'Write the ConfigMap with its namespace, which is that of the resource.',
  },
  'configmap-namespace': {
    text: 'The ConfigMap "{{name}}" is of another namespace than the resource, so Istio rejects it.',
    help: 'Write configmap://{{namespace}}/… and put the ConfigMap there.',
  },
};

export interface ClientTlsProblem {
  field: Field;
  id: keyof typeof CLIENT_TLS_MESSAGES;
  data: Record<string, string>;
}

/**
 * What Istio refuses in ClientTLSSettings of a resource in a namespace ('' for a mesh config, which has none).
 * Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export function* clientTlsProblems(tls: Field, namespace: string): Generator<ClientTlsProblem> {
  if (!tls.isMap) return;
  const mode = tls.child('mode').string;
  const written = (name: string) => tls.child(name).isSet && tls.child(name).string !== '';
  const credential = tls.child('credentialName');
  yield* configMapProblems(credential, namespace);
  if (tls.child('insecureSkipVerify').boolean === true) {
    const names =
      mode === 'SIMPLE' ? ['caCertificates', 'credentialName'] : mode === 'MUTUAL' ? ['caCertificates'] : [];
    const verified = [...names.filter(written), ...(mode === 'SIMPLE' || mode === 'MUTUAL' ? listed(tls) : [])];
    const [name] = verified;
    if (name) yield { field: tls.child(name), id: 'verified-unverified', data: { name } };
  }
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && written('credentialName')) {
    const name = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].find(written);
    if (name) yield { field: tls.child(name), id: 'beside-credential', data: { name } };
  } else if (mode === 'MUTUAL') {
    const name = ['clientCertificate', 'privateKey'].find((each) => !written(each) && !isMisspelt(tls.child(each)));
    if (name && !isMisspelt(credential)) yield { field: tls.child(name), id: 'no-certificate', data: { name } };
  }
}

function listed(tls: Field): string[] {
  return tls.child('subjectAltNames').items().length > 0 ? ['subjectAltNames'] : [];
}

function* configMapProblems(field: Field, namespace: string): Generator<ClientTlsProblem> {
  const name = field.string;
  if (!name?.startsWith(CONFIG_MAP)) return;
  // What follows a second slash, Istio passes over.
  const [owner, resource] = name.slice(CONFIG_MAP.length).split('/');
  if (!owner || !resource) yield { field, id: 'configmap-form', data: { name } };
  else if (owner !== namespace || !namespace) yield { field, id: 'configmap-namespace', data: { name, namespace } };
}

const CONFIG_MAP = 'configmap://';
