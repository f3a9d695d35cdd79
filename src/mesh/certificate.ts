import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import type { Resource } from '../yaml/resource.ts';

/** What a Secret with a certificate is worth to a gateway. */
export type CertificateProblem =
  | { why: 'no-keys'; field: Field }
  | { why: 'no-ca'; field: Field }
  | { why: 'unreadable'; field: Field; what: string }
  | { why: 'mismatch'; field: Field }
  | { why: 'expired' | 'early'; field: Field; date: string }
  | { why: 'other-hosts'; field: Field; names: string; host: string };

/**
 * What is wrong with the certificate in a Secret; undefined where nothing is, or its values are encrypted or yet to be filled
 * in. Of two pairs Istio takes cert and key. No value of it is in the answer. `hosts` are those that it should be for.
 * Source: ExtractCertInfo of istio/istio.
 */
export function certificateProblem(
  secret: Resource,
  needsAuthority: boolean,
  hosts: readonly string[],
  now: Date,
): CertificateProblem | undefined {
  const field = secret.metadata.child('name');
  const value = (name: string) => readValue(secret, name);
  const maps = [secret.root.child('data'), secret.root.child('stringData')];
  const isOpen = maps.some((map) => map.isUnknown || map.keys().some(hasPlaceholder));
  if (isOpen || secret.root.has('sops')) return undefined;
  const pair = [
    [value('cert'), value('key')],
    [value('tls.crt'), value('tls.key')],
  ].find((texts) => texts.every((text) => text !== ''));
  if (!pair) return NAMES.some((name) => value(name) === undefined) ? undefined : { why: 'no-keys', field };
  const [certificateText, keyText] = pair;
  if (!certificateText || !keyText) return undefined;
  if (needsAuthority && !has(secret, 'ca.crt') && !has(secret, 'cacert')) return { why: 'no-ca', field };
  return judge(certificateText, keyText, field, hosts, now);
}

function judge(
  certificateText: string,
  keyText: string,
  field: Field,
  hosts: readonly string[],
  now: Date,
): CertificateProblem | undefined {
  const certificate = attempt(() => new X509Certificate(certificateText));
  if (!certificate) return { why: 'unreadable', field, what: 'certificate' };
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (now > to) return { why: 'expired', field, date: to.toISOString().slice(0, 10) };
  if (now < from) return { why: 'early', field, date: from.toISOString().slice(0, 10) };
  const key = attempt(() => createPrivateKey(keyText));
  if (!key) return { why: 'unreadable', field, what: 'key' };
  if (!certificate.checkPrivateKey(key)) return { why: 'mismatch', field };
  const names = (certificate.subjectAltName ?? '').split(', ').flatMap((each) => /^DNS:(.*)$/.exec(each)?.[1] ?? []);
  const host = hosts.find((each) => names.length > 0 && !names.some((name) => covers(name, each)));
  return host === undefined ? undefined : { why: 'other-hosts', field, names: names.slice(0, 5).join(', '), host };
}

const NAMES = ['cert', 'key', 'tls.crt', 'tls.key'];

function has(secret: Resource, name: string): boolean {
  return secret.root.get('data', name).isSet || secret.root.get('stringData', name).isSet;
}

/** The text of a member of a Secret; '' for none, undefined where it isn't known. */
function readValue(secret: Resource, name: string): string | undefined {
  const plain = secret.root.get('stringData', name);
  const coded = secret.root.get('data', name);
  const field = plain.isSet ? plain : coded;
  if (!field.isSet) return '';
  const text = field.string;
  if (text === undefined || hasPlaceholder(text) || /^(?:ENC\[|ref\+|<.*>$|vault:)/.test(text)) return undefined;
  return field === plain ? text : Buffer.from(text, 'base64').toString('utf8');
}

/** Does a name of a certificate cover a host of a Gateway? `*.example.com` covers one level; a host `*` asks for nothing. */
function covers(name: string, host: string): boolean {
  if (host === '*' || name.toLowerCase() === host.toLowerCase()) return true;
  return name.startsWith('*.') && host.slice(host.indexOf('.')).toLowerCase() === name.slice(1).toLowerCase();
}

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
