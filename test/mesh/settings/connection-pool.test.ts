import { expect, it } from 'vitest';
import { connectionPoolProblems } from '../../../src/mesh/settings/connection-pool.ts';
import { readSource } from '../../../src/yaml/read.ts';

function problems(pool: string, inCrd?: boolean): string[] {
  const root = readSource('/a.yaml', `connectionPool: ${pool}\n`).documents[0]?.root;
  const found = root ? [...connectionPoolProblems(root.child('connectionPool'), inCrd)] : [];
  return found.map(({ id, field, at }) => `${id} ${field.display.replace('connectionPool.', '')} at ${at}`);
}

it.each([
  ['{tcp: {}}', []],
  ['{http: {}, tcp: null}', []],
  ['{}', ['empty connectionPool at key']],
  ['{http: null}', ['empty connectionPool at key']],
  ['{htp: {}}', []],
  ['{tcp: {maxConnections: -1}}', ['negative tcp.maxConnections at value']],
  ['{tcp: {maxConnections: 0}}', []],
  ['{http: {http1MaxPendingRequests: -1}}', ['negative http.http1MaxPendingRequests at value']],
  ['{http: {http2MaxRequests: -1}}', ['negative http.http2MaxRequests at value']],
  ['{http: {maxRequestsPerConnection: -1}}', ['negative http.maxRequestsPerConnection at value']],
  ['{http: {maxConcurrentStreams: -1}}', ['negative http.maxConcurrentStreams at value']],
  ['{http: {maxRetries: -3000000000}}', []],
  [
    '{http: {http2KeepAlive: {}}}',
    ['half-keepalive http.http2KeepAlive.interval at key', 'half-keepalive http.http2KeepAlive.timeout at key'],
  ],
  ['{http: {http2KeepAlive: {interval: 1s, timeuot: 1s}}}', []],
  ['{http: {http2KeepAlive: {interval: 1500us, timeout: 1s}}}', ['duration http.http2KeepAlive.interval at value']],
  ['{http: {idleTimeout: 1.5ms}}', ['duration http.idleTimeout at value']],
  ['{tcp: {connectTimeout: 1.5ms}}', ['duration tcp.connectTimeout at value']],
  ['{tcp: {maxConnectionDuration: 1.5ms}}', ['duration tcp.maxConnectionDuration at value']],
  [
    '{tcp: {tcpKeepalive: {time: 1.5ms, interval: 0.0015s}}}',
    ['duration tcp.tcpKeepalive.time at value', 'duration tcp.tcpKeepalive.interval at value'],
  ],
  ['{http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}}', ['two-protocols http.useClientProtocol at key']],
  ['{http: {h2UpgradePolicy: DEFAULT, useClientProtocol: true}}', []],
  ['{http: {h2UpgradePolicy: UPGRADE, useClientProtocol: false}}', []],
])('%s', (pool, wanted) => expect(problems(pool)).toEqual(wanted));

it('leaves durations below 1ms to the CRD where it has a rule for them', () => {
  expect(problems('{tcp: {connectTimeout: 0s}}')).toEqual([]);
  expect(problems('{tcp: {connectTimeout: 0s}}', false)).toEqual(['duration tcp.connectTimeout at value']);
});

it('lets the idle timeout of TCP be switched off', () => {
  expect(problems('{tcp: {idleTimeout: 0s}}')).toEqual([]);
  expect(problems('{tcp: {idleTimeout: 500us}}')).toEqual([]);
  expect(problems('{tcp: {idleTimeout: -1s}}')).toEqual(['duration tcp.idleTimeout at value']);
  expect(problems('{tcp: {idleTimeout: 1500us}}')).toEqual(['duration tcp.idleTimeout at value']);
});

it.each([
  '{tcp: {maxConnections: "-1", connectTimeout: soon}}',
  '{tcp: {maxConnections: "${MAX}", connectTimeout: "${TIME}"}}',
  '{http: [1], tcp: {tcpKeepalive: 1}}',
  '{http: {http2KeepAlive: "${KEEPALIVE}", useClientProtocol: "true", h2UpgradePolicy: UPGRADE}}',
  '[tcp]',
  'null',
])('judges nothing in %s', (pool) => expect(problems(pool)).toEqual([]));
