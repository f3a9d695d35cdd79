import { describe, expect, it } from 'vitest';
import { readJwks } from '../../src/values/jwks.ts';

const RSA = { kty: 'RSA', n: 'AQAB', e: 'AQAB' };
const EC = { kty: 'EC', crv: 'P-256', x: 'AQAB', y: 'AQAB' };
const keys = (...each: unknown[]) => JSON.stringify({ keys: each });

describe('readJwks', () => {
  it.each([
    [keys(), []],
    [keys(RSA, EC, { kty: 'OKP', crv: 'Ed25519', x: 'AQAB' }), []],
    [JSON.stringify(RSA), []],
    [keys(RSA, { ...EC, d: 'AQAB' }), [1]],
    [keys({ kty: 'oct', k: 'AQAB' }), [0]],
    [JSON.stringify({ ...EC, D: 'AQAB', d: 'AQAB' }), [0]],
    ['{"keys": null}', []],
    [`${keys(RSA)} and more`, []],
    ['{"note": "a } \\" ]", "keys": []}', []],
    [keys({ ...RSA, n: 'AQA=' }, { ...RSA, n: '-_-_' }, { ...RSA, n: '+/+/' }), []],
    [keys({ ...RSA, KTY: 'RSA', d: null }), [0]],
    [keys({ ...RSA, x5c: ['AQ=='], use: 'sig', unknown: 1 }), []],
  ])('reads %s', (text, privateKeys) => {
    expect(readJwks(text)).toEqual({ privateKeys });
  });

  it.each([
    ['', 'is no JSON'],
    ['{"keys": [', 'is no JSON'],
    ['[]', 'is no JSON object'],
    ['"text"', 'is no JSON object'],
    ['{"keys": 1}', 'has "keys" that are no list'],
    [keys(1), 'has a key (index 0) that is no JSON object'],
    [keys(RSA, {}), 'has a key (index 1) that has no "kty"'],
    [keys({ kty: 'DSA' }), 'has a key (index 0) that has the kty "DSA", which is none of RSA, EC, OKP, oct'],
    [keys({ kty: 'RSA', n: 'AQAB' }), 'has a key (index 0) that has no "e"'],
    [keys({ ...RSA, n: 'a b' }), 'has a key (index 0) that has no base64url text for "n"'],
    [keys({ ...RSA, n: 'AQA' }, { ...RSA, n: 'AQABA' }), 'has a key (index 1) that has no base64url text for "n"'],
    [keys({ ...RSA, n: '-_+/' }), 'has a key (index 0) that has no base64url text for "n"'],
    [keys({ ...RSA, D: 'AQAB' }), 'has a key (index 0) that has no "d"'],
    [keys(null), 'has a key (index 0) that is no JSON object'],
    [keys({ ...RSA, kid: 1 }), 'has a key (index 0) that has a wrong value for "kid"'],
    ['{}', 'has no "keys", and as a single key has no "kty"'],
  ])('says of %s what is wrong', (text, problem) => {
    expect(readJwks(text)).toEqual({ problem });
  });
});
