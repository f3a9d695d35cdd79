import { type Context, defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { durationProblem, parseDuration } from '../../values/duration.ts';
import { readJwks } from '../../values/jwks.ts';
import { parseUrl } from '../../values/uri.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'no-issuer': {
    text: 'The JWT rule has neither issuer nor jwksUri, so no token could be told to be good, and Istio rejects it.',
    help: 'Write issuer, as it stands in "iss" of the tokens, and jwksUri where the keys are.',
  },
  'jwks-uri': {
    text: 'The jwksUri "{{uri}}" {{problem}}, so Istio rejects it.',
    help: 'Write the whole address of the key set, as in https://idp.example.com/keys.',
  },
  jwks: {
    text: 'The key set in jwks {{problem}}, so Istio rejects it.',
    help: 'Write a JSON Web Key Set of public keys: {"keys": [{"kty": "RSA", "e": "…", "n": "…", "kid": "…"}]}.',
  },
  'private-key': {
    text: 'The key set in jwks holds {{keys}}, and everybody who can read the resource could sign tokens with it.',
    help: 'Replace the keys, which are no secret any more, and write only public keys: those without "d", and none of kty oct.',
  },
  timeout: {
    text: 'The timeout {{timeout}} {{problem}}, so Istio rejects it.',
    help: 'Write whole milliseconds or seconds, as in 5s.',
  },
};

/** The name of the field, and the one of protobuf, which is read too. */
const URI_NAMES = ['jwksUri', 'jwks_uri'];

type Here = Context<keyof typeof MESSAGES>;

/** A JWT rule says whose tokens are good and where the keys are that prove it. */
export default defineRule({
  summary: 'The JWT rules of a RequestAuthentication name an issuer and keys that Istio can read',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule',
    'https://istio.io/latest/docs/reference/config/security/jwt/',
    'https://www.rfc-editor.org/rfc/rfc7517',
  ],
  kinds: ['security.istio.io/RequestAuthentication'],
  fields: ['jwtRules'],
  check(resource, context) {
    for (const rule of resource.spec.child('jwtRules').items()) {
      const uris = URI_NAMES.map((name) => rule.child(name));
      const saysWhose = rule.has('issuer') || uris.some(({ isSet }) => isSet);
      if (
        rule.isMap &&
        !resource.isPatch &&
        !saysWhose &&
        ![rule.child('issuer'), ...uris].some((field) => isMisspelt(field))
      )
        context.report(rule, 'no-issuer');
      for (const uri of uris) checkUri(uri, context);
      checkKeys(rule.child('jwks'), context);
      checkTimeout(rule.child('timeout'), context);
    }
  },
});

/** What is no URL, or one of another scheme, is for core/cel to say. */
function checkUri(field: Field, context: Here): void {
  const url = field.string ? parseUrl(field.string) : undefined;
  if (url?.problem === undefined && Number(url?.port) > Number.MAX_SAFE_INTEGER)
    context.report(field, 'jwks-uri', { uri: field.string ?? '', problem: `has the port ${url?.port}` });
}

function checkKeys(field: Field, context: Here): void {
  if (!field.string) return;
  const read = readJwks(field.string);
  if (read.problem !== undefined) context.report(field, 'jwks', { problem: read.problem });
  else if (read.privateKeys.length > 0) {
    const { length } = read.privateKeys;
    const keys = length === 1 ? 'a private key' : `${length} private keys`;
    const data = { keys: `${keys} (index ${read.privateKeys.join(', ')})` };
    context.report(field, 'private-key', data, { level: 'warning', codes: ['IST0133'] });
  }
}

function checkTimeout(field: Field, context: Here): void {
  const problem = durationProblem(field.string);
  // That it is too short is for core/cel to say.
  if (problem && (parseDuration(field.string) ?? 0) >= 1)
    context.report(field, 'timeout', { timeout: field.string ?? '', problem });
}
