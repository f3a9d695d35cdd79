// What each CEL rule of the vendored schemas means to people: the message of core/cel that says it, and where it belongs.
import { parseDuration } from '../../values/duration.ts';
import { parseUrl } from '../../values/uri.ts';
import type { Field } from '../../yaml/field.ts';
import { child, item, key, type Place, repeated } from './places.ts';
import type { CelMessageId } from './texts.ts';

export interface CelMessage {
  messageId: CelMessageId;
  data?: Readonly<Record<string, string>>;
  /** The field below the rule's own place that is at fault, where one can be told. */
  place?: Place;
  /** Another message, for a value that the rule could not even read. */
  unreadable?: { messageId: CelMessageId; applies(field: Field): boolean };
}

const entries: [ids: string, message: CelMessage][] = [];

/** `ids`: the rules, by celId, that this message says; several where Istio's minors word one rule differently. */
function say(ids: string, messageId: CelMessageId, place?: Place, data?: CelMessage['data']): void {
  entries.push([ids, { messageId, ...(place ? { place } : {}), ...(data ? { data } : {}) }]);
}

entries.push([
  'b285c881',
  {
    messageId: 'duration',
    unreadable: { messageId: 'no-duration', applies: ({ string }) => parseDuration(string) === undefined },
  },
]);
say('3bf4e859', 'port-range');
say(
  'ae781996',
  'port-key',
  key((name) => !(Number(name) > 0 && Number(name) <= 65535)),
);
say('89646882 9c8b2fa1 e1938d85 f8fbd77b e6a50596', 'selector-and-target', child('targetRefs', 'targetRef'));
say('d6caec74', 'target-namespace');
say('dc46d238', 'target-kind', child('kind'));
say(
  '26758da2 6918a7ab',
  'label-key-wildcard',
  key((name) => name.includes('*')),
);
say(
  '8a1f9f4d',
  'label-key-empty',
  key((name) => name === ''),
);
say('6d84550d ff502b73', 'label-value-wildcard');

say('95dbd45e 0c3af608', 'selector-and-endpoints', child('endpoints'));
say('ae7cd287 205bb752', 'cidr-resolution', child('addresses'));
say('979d36ca e0c3091d', 'none-with-endpoints', child('endpoints'));
say('f8aacd3a 2d988c53', 'round-robin-endpoints', child('endpoints'));
say('7451de17 acc83d40', 'host-wildcard');
say('e33b2a39', 'port-repeated', repeated('number'));
say('3ff6915a', 'address-missing');
say('7b6fa208 24c2cd4f', 'socket-with-ports', child('ports'));
say('9e3044fa ef79c5c9', 'socket-path');
say('000638c1 8d2a3d64', 'socket-directory');
say(
  'c2aa73ba a03cc009',
  'endpoint-port-name',
  key((name) => !/^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(name)),
);
say('40a7e406 e7a90c31', 'probe-scheme');

say('e533e1c0 ed1c6e37 e873d174', 'credential-sources', child('tlsCertificates', 'credentialNames', 'credentialName'));
say('bf8edd11', 'waypoint-match', child('waypoint', 'context'));
say('95e3836a 422fc8b9', 'port-level-without-selector', child('portLevelMtls'));
say('4cb7bfad 024523bb', 'jwks-sources', child('jwksUri', 'jwks_uri', 'jwks'));
entries.push([
  'cc426255 7f40f7df',
  {
    messageId: 'url-scheme',
    unreadable: { messageId: 'no-url', applies: ({ string }) => parseUrl(string ?? '', true).problem !== undefined },
  },
]);
say('4723bc5e', 'service-accounts-with-others', child('serviceAccounts', 'notServiceAccounts'));
say('d6ce7f01 41653352', 'upsert-without-value');
say('5b3ceead 675e0ac1', 'remove-with-value', child('value'));
say('e29690d9', 'wasm-or-lua');
say('fb715cf0 895e58fc 97f9f966', 'wasm-url');
say('1b0040b1 bbb8c5c5', 'env-value-from-host', child('value'));

say('30e99257 c931cd54 04db2332', 'reference-needs-section', repeated('group', 'kind', 'namespace', 'name'));
say(
  '8392cce9 e906342c ae7c04b5',
  'reference-repeated',
  repeated('group', 'kind', 'namespace', 'name', 'sectionName', 'port'),
);
say('837b88f5 dfef9215', 'too-many-matches');
say('5d343ad9', 'rule-name-repeated', repeated('name'));
say('089ed26a', 'backend-port-missing');
say('80d5779a', 'redirect-with-backends', child('backendRefs'));
say('24c3fdad', 'redirect-and-rewrite');
say('3f02004f', 'backend-timeout', child('backendRequest'));
say('2179202e', 'percent-and-fraction', child('fraction'));
say('c7c8b7bb', 'fraction-above-one', child('numerator'));
say('6cb81017', 'grpc-match-empty');
say('fb8615af', 'grpc-service', child('service'));
say('7797fc31', 'grpc-method', child('method'));
say('7a1ec120', 'session-lifetime', child('cookieConfig'));
say('14f22f61', 'session-cookie', child('cookieConfig'));
say(
  'e2610261',
  'cors-wildcard',
  item((one) => one.string === '*'),
);

for (const [ids, filter] of [
  ['14c17d52 06e14dab', 'RequestRedirect'],
  ['0fa5a331 bf9fd433', 'URLRewrite'],
] as const)
  say(ids, 'prefix-needs-prefix-match', child('matches', 'filters'), { filter });

for (const [repeatedId, foreignId, missingId, type, field] of [
  ['501e61ba', '7b8cf868', 'eb3032de', 'RequestHeaderModifier', 'requestHeaderModifier'],
  ['226cc5e3', 'c0838ca9', 'a900d763', 'ResponseHeaderModifier', 'responseHeaderModifier'],
  ['', 'c2c4ceb3', '479cd4bf', 'RequestMirror', 'requestMirror'],
  ['', '28f68457', '32fcae1c', 'ExtensionRef', 'extensionRef'],
  ['ee6a308c', '1b5e24ab', '53315200', 'CORS', 'cors'],
  ['c1f6cb74', 'bec67f21', '96f72312', 'RequestRedirect', 'requestRedirect'],
  ['61ed15b8', 'bc36c2fa', '769cafeb', 'URLRewrite', 'urlRewrite'],
  ['', 'c8cbd34f', '3f23e50c', 'ExternalAuth', 'externalAuth'],
] as const) {
  say(repeatedId, 'filter-repeated', repeated('type'), { type });
  say(foreignId, 'filter-foreign', child(field), { type, field });
  say(missingId, 'filter-incomplete', child('type'), { type, field });
}

for (const [missingId, foreignId, type, field] of [
  ['85716a2b', 'c04f03f4', 'ReplaceFullPath', 'replaceFullPath'],
  ['4dba3b1d', '02cf2852', 'ReplacePrefixMatch', 'replacePrefixMatch'],
] as const) {
  say(missingId, 'path-modifier-incomplete', child('type'), { type, field });
  say(foreignId, 'path-modifier-foreign', child(field), { type, field });
}

for (const [missingId, foreignId, type, field] of [
  ['fbee517e', '1add1dca', 'GRPC', 'grpc'],
  ['43a774e0', 'e2083e9f', 'HTTP', 'http'],
] as const) {
  say(missingId, 'external-auth-incomplete', child('protocol'), { type, field });
  say(foreignId, 'external-auth-foreign', child(field), { type, field });
}

for (const [id, text] of [
  ['2a730cba', '//'],
  ['8c3f86ff', '/./'],
  ['ced0ffea', '/../'],
  ['16add9e2', '%2f'],
  ['5f510e91', '%2F'],
  ['20989435', '#'],
] as const)
  say(id, 'path-content', child('value'), { text });
say('0c441c9d', 'path-end', child('value'), { text: '/..' });
say('c36405e2', 'path-end', child('value'), { text: '/.' });
say('d1b1dcc5', 'path-not-absolute', child('value'));
say('67736b8f', 'path-characters', child('value'));

say(
  '78a77239',
  'listener-tls',
  item((one) => plain(one) && one.child('tls').isSet, 'tls'),
);
say(
  'aec2bd59',
  'listener-https-mode',
  item((one) => one.get('tls', 'mode').string === 'Passthrough', 'tls', 'mode'),
);
say(
  '79a48446',
  'listener-tls-mode',
  item((one) => one.child('protocol').string === 'TLS' && !one.child('tls').isSet),
);
say(
  '08d23c40',
  'listener-hostname',
  item((one) => plain(one) && one.child('hostname').isSet, 'hostname'),
);
say('d31959b5 e3e62c2a', 'listener-repeated', repeated('port', 'protocol', 'hostname'));
say('f161b726', 'listener-certificates', child('mode'));
say('1ff45617 f109da0c ada6b8da 748ffaa3', 'address-repeated', repeated('type', 'value'));
say('dac2850f b3d66a64', 'address-hostname', child('value'));
say(
  '9d8358ec',
  'infrastructure-key',
  key((name) => !/^([a-z0-9.-]+\/)?([A-Za-z0-9][-\w.]{0,61})?[A-Za-z0-9]$/.test(name)),
);
say(
  '4b9766f7',
  'infrastructure-prefix',
  key((name) => (name.split('/')[0] ?? '').length > 252),
);
say(
  '0843be6f',
  'hostname-ip',
  item((one) => /^[0-9a-f.:]+$/i.test(one.string ?? '')),
);

say('65c1b111', 'ca-sources', child('wellKnownCACertificates'));
say('b34e39db', 'ca-missing');
for (const [missingId, foreignId, type, field] of [
  ['9f2f8a20', 'b8b9b475', 'Hostname', 'hostname'],
  ['6f0bb440', '3aadac42', 'URI', 'uri'],
] as const) {
  say(missingId, 'subject-name-incomplete', child('type'), { type, field });
  say(foreignId, 'subject-name-foreign', child(field), { type, field });
}
say('05b73fcd', 'external-hostname', child('externalHostname', 'type'));
say('d5703499', 'cluster-local-hostname');
say('656319bc', 'port-name-label');
say('217c2b8d', 'client-certificate', child('clientCertificateRef', 'mode'));
say('6f07595e', 'budget-interval');
say('e95bafc3', 'rate-interval');

/** The messages by the rule that they say. */
export const CEL_MESSAGES: Readonly<Record<string, CelMessage>> = Object.fromEntries(
  entries.flatMap(([ids, message]) =>
    ids
      .split(' ')
      .filter(Boolean)
      .map((id) => [id, message]),
  ),
);

function plain(listener: Field): boolean {
  return ['HTTP', 'TCP', 'UDP'].includes(listener.child('protocol').string ?? '');
}
