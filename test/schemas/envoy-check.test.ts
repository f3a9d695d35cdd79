import { describe, expect, it } from 'vitest';
import { envoyViolations } from '../../src/schemas/envoy/check.ts';
import { readSource } from '../../src/yaml/read.ts';

function violations(value: string, applyTo: string) {
  const [document] = readSource('test.yaml', `value: ${value}\n`).documents;
  if (!document) throw new Error('no document');
  return [...envoyViolations(document.root.child('value'), applyTo)];
}

function check(value: string, applyTo = 'CLUSTER'): string[] {
  return violations(value, applyTo).map(({ id, field, at }) => `${id} ${field.display.replace(/^value\.?/, '')} ${at}`);
}

const TYPE = 'type.googleapis.com/envoy.extensions';
const LUA = `"@type": ${TYPE}.filters.http.lua.v3.Lua`;

describe('what Envoy reads', () => {
  it.each([
    ['names of the .proto file', '{connect_timeout: 5s, lb_policy: ROUND_ROBIN, dns_resolvers: []}'],
    ['names of JSON', '{connectTimeout: 5s, lbPolicy: RANDOM, perConnectionBufferLimitBytes: 1}'],
    ['null as absent', '{connect_timeout: null, filters: ~, name:, wait_for_warm_on_init: null}'],
    ['numbers in quotes', '{per_connection_buffer_limit_bytes: "32768", max_requests_per_connection: "1000"}'],
    ['a number in quotes that is none', '{preconnect_policy: {per_upstream_preconnect_ratio: "NaN"}}'],
    ['the largest number', '{per_connection_buffer_limit_bytes: 4294967295}'],
    ['enums as numbers', '{lb_policy: 99}'],
    ['durations', '{connect_timeout: 0.25s, cleanup_interval: 1m30s, dns_jitter: "0"}'],
    ['wrappers', '{wait_for_warm_on_init: true, preconnect_policy: {per_upstream_preconnect_ratio: 1.5}}'],
    [
      'maps of messages',
      `{typed_extension_protocol_options: {a: {"@type": ${TYPE}.upstreams.http.v3.HttpProtocolOptions}}}`,
    ],
    [
      'placeholders',
      '{connect_timeout: "${A}", "${B}": 1, lb_policy: <policy>, filters: "${C}", http2_protocol_options: "${D}"}',
    ],
    ['free structs', '{metadata: {filter_metadata: {a: {b: [1, {c: d}]}}}}'],
    ['nothing', 'null'],
    ['a value that is filled in later', '${VALUE}'],
    ['an empty message', '{http2_protocol_options: {}}'],
  ])('%s', (_, value) => expect(check(value)).toEqual([]));

  it('takes what is applied to an unknown kind of object for anything', () => {
    expect(check('{nothing: 1}', 'INVALID')).toEqual([]);
    expect(check('{nothing: 1}', 'constructor')).toEqual([]);
  });
});

describe('types', () => {
  it.each([
    ['[1]', ['type  value']],
    ['text', ['type  value']],
    ['{filters: {name: a}}', ['type filters value']],
    ['{filters: [a, {name: 1}]}', ['type filters[0] value', 'type filters[1].name value']],
    ['{typed_extension_protocol_options: [1]}', ['type typed_extension_protocol_options value']],
    ['{name: 1}', ['type name value']],
    ['{name: [a]}', ['type name value']],
    ['{lb_policy: true}', ['type lb_policy value']],
    ['{lb_policy: [RANDOM]}', ['type lb_policy value']],
    ['{respect_dns_ttl: "true"}', ['type respect_dns_ttl value']],
    ['{wait_for_warm_on_init: 1}', ['type wait_for_warm_on_init value']],
    ['{wait_for_warm_on_init: {value: true}}', ['type wait_for_warm_on_init value']],
    ['{per_connection_buffer_limit_bytes: 1.5}', ['type per_connection_buffer_limit_bytes value']],
    ['{per_connection_buffer_limit_bytes: "1e3"}', ['type per_connection_buffer_limit_bytes value']],
    ['{per_connection_buffer_limit_bytes: "1.0"}', ['type per_connection_buffer_limit_bytes value']],
    ['{per_connection_buffer_limit_bytes: -1}', ['type per_connection_buffer_limit_bytes value']],
    ['{per_connection_buffer_limit_bytes: 4294967296}', ['type per_connection_buffer_limit_bytes value']],
    ['{per_connection_buffer_limit_bytes: 32KiB}', ['type per_connection_buffer_limit_bytes value']],
    [
      '{preconnect_policy: {per_upstream_preconnect_ratio: much}}',
      ['type preconnect_policy.per_upstream_preconnect_ratio value'],
    ],
    ['{connect_timeout: 5}', ['type connect_timeout value']],
    ['{http2_protocol_options: true}', ['type http2_protocol_options value']],
    ['{metadata: {filter_metadata: {a: b}}}', ['type metadata.filter_metadata.a value']],
    ['{transport_socket: {typed_config: [1]}}', ['type transport_socket.typed_config value']],
    ['{transport_socket: {typed_config: {"@type": 1}}}', ['type transport_socket.typed_config["@type"] value']],
  ])('%s', (value, wanted) => expect(check(value)).toEqual(wanted));
});

describe('durations, enums and names', () => {
  it.each([
    ['{connect_timeout: 5 seconds}', ['duration connect_timeout value']],
    ['{connect_timeout: "5"}', ['duration connect_timeout value']],
    ['{connect_timeout: ""}', ['duration connect_timeout value']],
    ['{lb_policy: ROUNDROBIN}', ['enum lb_policy value']],
    ['{lb_policy: round_robin}', ['enum lb_policy value']],
    ['{lb_policy: 1.5}', ['enum lb_policy value']],
    ['{connectTimout: 5s}', ['unknown-field connectTimout key']],
    [
      '{circuit_breakers: {thresholds: [{maxConnection: 1}]}}',
      ['unknown-field circuit_breakers.thresholds[0].maxConnection key'],
    ],
    ['{unknown: {lb_policy: WRONG}}', ['unknown-field unknown key']],
  ])('%s', (value, wanted) => expect(check(value)).toEqual(wanted));

  it.each([
    ['{lb_policy: ROUNDROBIN}', { wanted: 'ROUND_ROBIN', found: 'the text "ROUNDROBIN"', path: 'value.lb_policy' }],
    ['{connect_timout: 5s}', { message: 'Cluster', help: 'Rename it to connect_timeout.' }],
    ['{nothing_like_it: 5s}', { help: "Delete it, or look its name up in Envoy's reference." }],
    [
      '{per_connection_buffer_limit_bytes: -1}',
      { wanted: 'a whole number from 0 to 4294967295', found: 'the number -1' },
    ],
  ])('%s says what was meant', (value, data) => {
    expect(violations(value, 'CLUSTER').map((violation) => violation.data)).toEqual([expect.objectContaining(data)]);
  });
});

describe('messages of any type', () => {
  it.each([
    [`{name: a, typed_config: {${LUA}, inlineCode: a, clear_route_cache: true}}`, []],
    [`{name: a, typed_config: {${LUA}, inline: a}}`, ['unknown-field typed_config.inline key']],
    [`{name: a, typed_config: {${LUA}, inline_code: 1}}`, ['type typed_config.inline_code value']],
    ['{name: a, typed_config: {inline_code: a}}', ['no-any-type typed_config key']],
    ['{name: a, typed_config: {}}', ['no-any-type typed_config key']],
    ['{name: a, typed_config: {"@type": null}}', ['no-any-type typed_config key']],
    ['{name: a, typed_config: {"@type": "${TYPE}", b: 1}}', []],
    ['{name: a, typed_config: {"${KEY}": 1}}', []],
    ['{name: a, typed_config: "${CONFIG}"}', []],
    ['{name: a, typed_config: {"@type": envoy.extensions.filters.http.lua.v3.Lua}}', []],
    ['{name: a, typed_config: {"@type": type.googleapis.com/google.protobuf.Struct, value: {a: 1}}}', []],
    ['{name: a, typed_config: {"@type": type.googleapis.com/udpa.type.v1.Unheard, a: 1}}', []],
    [`{name: a, typed_config: {"@type": ${TYPE}.filters.http.unheard.v3.Of, a: 1}}`, []],
    [
      `{name: a, typed_config: {"@type": ${TYPE}.filters.http.lua.v3.Lau}}`,
      ['unknown-any-type typed_config["@type"] value'],
    ],
    ['{name: a, typed_config: {"@type": Lua}}', ['unknown-any-type typed_config["@type"] value']],
    ['{name: a, typed_config: {"@type": ""}}', ['unknown-any-type typed_config["@type"] value']],
    [
      '{name: a, typed_config: {"@type": type.googleapis.com/envoy.config.filter.http.lua.v2.Lua}}',
      ['v2-any-type typed_config["@type"] value'],
    ],
    [
      '{name: a, typed_config: {"@type": type.googleapis.com/envoy.config.filter.http.jwt_authn.v2alpha.JwtAuthentication}}',
      ['v2-any-type typed_config["@type"] value'],
    ],
  ])('%s', (value, wanted) => expect(check(value, 'HTTP_FILTER')).toEqual(wanted));

  it('names the type that a misspelt one is near to', () => {
    const [violation] = violations(`{typed_config: {"@type": ${TYPE}.filters.http.lua.v3.Lau}}`, 'HTTP_FILTER');
    expect(violation?.data.help).toBe(`Write ${TYPE}.filters.http.lua.v3.Lua.`);
  });
});

it.each([
  ['LISTENER', '{listener_filters: [], drain_type: MODIFY_ONLY}'],
  ['FILTER_CHAIN', '{filter_chain_match: {server_names: [a]}}'],
  ['NETWORK_FILTER', '{name: a, config_discovery: {}}'],
  ['LISTENER_FILTER', '{name: a, filter_disabled: {any_match: true}}'],
  ['HTTP_FILTER', '{name: a, is_optional: true}'],
  ['ROUTE_CONFIGURATION', '{virtual_hosts: []}'],
  ['VIRTUAL_HOST', '{domains: [a]}'],
  ['HTTP_ROUTE', '{route: {timeout: 1s}}'],
  ['CLUSTER', '{lb_policy: RANDOM}'],
  ['EXTENSION_CONFIG', `{name: a, typed_config: {${LUA}}}`],
  ['BOOTSTRAP', '{stats_config: {}}'],
])('%s is read as its own message', (applyTo, value) => {
  expect(check(value, applyTo)).toEqual([]);
  expect(check('{of_no_message: 1}', applyTo)).toEqual(['unknown-field of_no_message key']);
});
