const CIPHER_SUITES: ReadonlySet<string> = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
]);

const ECDH_CURVES: ReadonlySet<string> = new Set([
  'P-224',
  'P-256',
  'P-384',
  'P-521',
  'X25519',
  'X25519Kyber768Draft00',
  'X25519MLKEM768',
]);

/** The names of the cipher suites that Istio hands on to Envoy. */
export const CIPHER_SUITE_NAMES: readonly string[] = [...CIPHER_SUITES];

/** The names of the elliptic curves that Istio hands on to Envoy. */
export const ECDH_CURVE_NAMES: readonly string[] = [...ECDH_CURVES];

/** A cipher suite that Istio hands on to Envoy: one of the list, ALL, or an expression that starts with an operator. */
export function isCipherSuite(name: string): boolean {
  return name === '' || name === 'ALL' || !/^[\p{L}\p{N}]/u.test(name) || CIPHER_SUITES.has(name);
}

/** An elliptic curve that Istio hands on to Envoy. */
export function isEcdhCurve(name: string): boolean {
  return name === '' || ECDH_CURVES.has(name);
}
