/** What Istio reads in a JSON Web Key Set: what is wrong with it, as a clause, or which keys (by index) are private. */
export type Jwks = { problem: string } | { problem?: undefined; privateKeys: number[] };

/** How the value of a key's member is written. */
type Check = (value: unknown) => boolean;

interface KeyType {
  /** Members that a key has to have, and all that are bytes in base64. */
  required: readonly string[];
  bytes: readonly string[];
  /** Members of a private key that are bytes too, `d` among them; undefined where every key of the type is secret. */
  private?: readonly string[];
}

const KEY_TYPES: ReadonlyMap<string, KeyType> = new Map([
  ['RSA', { required: ['n', 'e'], bytes: ['n', 'e'], private: ['d', 'p', 'q', 'dp', 'dq', 'qi'] }],
  ['EC', { required: ['crv', 'x', 'y'], bytes: ['x', 'y'], private: ['d'] }],
  ['OKP', { required: ['crv', 'x'], bytes: ['x'], private: ['d'] }],
  ['oct', { required: ['k'], bytes: ['k'] }],
]);

const COMMON: ReadonlyMap<string, Check> = new Map([
  ...['kty', 'alg', 'kid', 'use', 'x5t', 'x5t#S256'].map((name): [string, Check] => [name, isText]),
  ['key_ops', isTexts],
  ['x5c', isCertificates],
]);

/** Reads a key set, or a single key. Source: RFC 7517, and lestrrat-go/jwx, which Istio reads it with. */
export function readJwks(text: string): Jwks {
  const set = parseFirst(text);
  if (!isObject(set)) return { problem: set === undefined ? 'is no JSON' : 'is no JSON object' };
  if (!('keys' in set)) {
    const problem = keyProblem(set);
    return problem
      ? { problem: `has no "keys", and as a single key ${problem}` }
      : { privateKeys: isPrivate(set) ? [0] : [] };
  }
  const keys = set.keys ?? [];
  if (!Array.isArray(keys)) return { problem: 'has "keys" that are no list' };
  for (const [index, key] of keys.entries()) {
    const problem = isObject(key) ? keyProblem(key) : 'is no JSON object';
    if (problem) return { problem: `has a key (index ${index}) that ${problem}` };
  }
  return { privateKeys: [...keys.keys()].filter((index) => isPrivate(keys[index])) };
}

/** The first JSON value of a text, whatever follows it; undefined for none. */
function parseFirst(text: string): unknown {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:\\.|[^"\\])*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if ((token === '}' || token === ']') && --depth <= 0) return parse(text.slice(0, index + 1));
  }
  return parse(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyProblem(key: Record<string, unknown>): string | undefined {
  const name = keyTypeOf(key);
  const type = KEY_TYPES.get(name);
  if (!type)
    return name === '' ? 'has no "kty"' : `has the kty "${name}", which is none of ${[...KEY_TYPES.keys()].join(', ')}`;
  const secret = type.private && hasSecret(key) ? type.private : [];
  for (const [member, value] of Object.entries(key)) {
    const check = member === 'crv' && type.required.includes(member) ? isText : COMMON.get(member);
    if (check?.(value) === false) return `has a wrong value for "${member}"`;
    if ([...type.bytes, ...secret].includes(member) && !isBase64(value)) return `has no base64url text for "${member}"`;
  }
  const required = secret.length > 0 ? [...type.required, 'd'] : type.required;
  const missing = required.find((member) => !(member in key));
  return missing === undefined ? undefined : `has no "${missing}"`;
}

function hasSecret(key: Record<string, unknown>): boolean {
  return Object.keys(key).some((name) => name.toLowerCase() === 'd');
}

/** The key type is found whatever the case of its name, the others are not. */
function keyTypeOf(key: Record<string, unknown>): string {
  const entry = Object.entries(key).findLast(
    ([name, value]) => name.toLowerCase() === 'kty' && typeof value === 'string',
  );
  return String(entry?.[1] ?? '');
}

function isPrivate(key: unknown): boolean {
  if (!isObject(key)) return false;
  const type = KEY_TYPES.get(keyTypeOf(key));
  return type !== undefined && (type.private === undefined || hasSecret(key));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

function isTexts(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every(isText));
}

/** Certificates in base64; what is in them is not read here. */
function isCertificates(value: unknown): boolean {
  return (
    value === null || (Array.isArray(value) && value.every((each) => each !== '' && each !== null && isBase64(each)))
  );
}

/** In either alphabet, with padding or without. */
function isBase64(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'string') return false;
  const isPadded = value.endsWith('=');
  const text = value.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9_-]*|[A-Za-z0-9+/]*)={0,2}$/.test(text)) return false;
  return isPadded ? text.length % 4 === 0 : text.length % 4 !== 1 && !text.endsWith('=');
}
