import { describe, expect, it } from 'vitest';
import { proxyConfigProblems } from '../../../src/mesh/settings/proxy-config.ts';
import { readSource } from '../../../src/yaml/read.ts';

function problems(text: string, complete = true): string[] {
  const [document] = readSource('test.yaml', text).documents;
  if (!document) throw new Error('no document');
  return [...proxyConfigProblems(document.root, complete)].map(({ id, field }) => `${id} ${field.display}`);
}

describe('settings of proxies', () => {
  it.each([
    'concurrency: 2',
    'discoveryAddress: istiod.istio-system.svc:15012\ndrainDuration: 1m\nproxyAdminPort: "15000"',
    'statusPort: ${PORT}\ndiscoveryAddress: <address>\ndrainDuration: [1]\ntracing: zipkin',
    'tracing: {zipkin: {address: $(HOST_IP):9411}, sampling: 1}',
    'statsdUdpAddress: ""\nenvoyMetricsService: {address: ""}',
    'serviceCluster: ""\ntracingServiceName: CANONICAL_NAME_ONLY',
    'privateKeyProvider: {cryptomb: {pollDelay: 0.00001s}}',
    'connectionSettings: {httpIdleTimeout: 0s, listenerPerConnectionBufferLimitBytes: 0, httpMaxConcurrentStreams: 1}',
    'configPath: null\nstatusPort: ~',
  ])('%s is fine', (text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each([
    ['configPath: ""', 'empty configPath'],
    ['discoveryAddress: ""', 'empty discoveryAddress'],
    ['discoveryAddress: istiod', 'address discoveryAddress'],
    ['envoyAccessLogService: {address: logs}', 'address envoyAccessLogService.address'],
    ['drainDuration: 0s', 'drain-duration drainDuration'],
    ['drainDuration: 1.5s', 'drain-duration drainDuration'],
    ['proxyAdminPort: 0', 'port proxyAdminPort'],
    ['statusPort: "65536"', 'port statusPort'],
    ['controlPlaneAuthPolicy: 1000', 'auth-policy controlPlaneAuthPolicy'],
    [
      'connectionSettings: {http2InitialConnectionWindowSize: 65534}',
      'connection-setting connectionSettings.http2InitialConnectionWindowSize',
    ],
    ['connectionSettings: {httpDrainTimeout: -1s}', 'connection-setting connectionSettings.httpDrainTimeout'],
    ['privateKeyProvider: {qat: {pollDelay: 0s}}', 'zero-poll-delay privateKeyProvider.qat.pollDelay'],
    ['tracing: {datadog: {address: ""}}', 'no-address tracing.datadog.address'],
    ['tracing: {lightstep: {address: "a:1", accessToken: ""}}', 'no-token tracing.lightstep.accessToken'],
  ])('%s', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
    expect(problems(text, false)).toEqual([problem]);
  });

  it.each([
    ['tracing: {zipkin: {}}', 'no-address tracing.zipkin.address'],
    ['tracing: {lightstep: {address: "a:1"}}', 'no-token tracing.lightstep.accessToken'],
    ['privateKeyProvider: {}', 'no-key-provider privateKeyProvider'],
    ['privateKeyProvider: {cryptomb: {}}', 'no-poll-delay privateKeyProvider.cryptomb.pollDelay'],
  ])('%s, where nothing is merged into it', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
    expect(problems(text, false)).toEqual([]);
  });
});
