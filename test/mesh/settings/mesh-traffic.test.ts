import { expect, it } from 'vitest';
import { meshTrafficProblems } from '../../../src/mesh/settings/mesh-traffic.ts';
import { readSource } from '../../../src/yaml/read.ts';

function problems(text: string): string[] {
  const [document] = readSource('test.yaml', text).documents;
  if (!document) throw new Error('no document');
  return [...meshTrafficProblems(document.root)].map(({ id, field }) => `${id} ${field.display}`);
}

it.each([
  ['localityLbSetting: {enabled: true}', []],
  ['localityLbSetting: {distribute: [{from: a, to: {b: 99}}]}', ['weight-sum localityLbSetting.distribute[0].to']],
  ['zoneAwareLbSetting: {failover: [{from: a, to: a}]}', ['same-region zoneAwareLbSetting.failover[0].to']],
  ['defaultTrafficPolicy: {connectionPool: {}}', ['empty-pool defaultTrafficPolicy.connectionPool']],
  [
    'defaultTrafficPolicy: {connectionPool: {tcp: {connectTimeout: 0s}}}',
    ['duration defaultTrafficPolicy.connectionPool.tcp.connectTimeout'],
  ],
  ['defaultTrafficPolicy: {connectionPool: {tcp: {idleTimeout: 0s}}}', []],
  ['defaultTrafficPolicy: {connectionPool: {http: {http2KeepAlive: {interval: 1us}}}}', []],
  [
    'defaultTrafficPolicy: {outlierDetection: {interval: 0s, consecutiveErrors: 1}}',
    ['duration defaultTrafficPolicy.outlierDetection.interval'],
  ],
  ['defaultInboundHttpRetryPolicy: {attempts: -1}', ['negative-attempts defaultInboundHttpRetryPolicy.attempts']],
  ['defaultHttpRetryPolicy: {attempts: -1}', []],
])('%s', (text, wanted) => {
  expect(problems(text)).toEqual(wanted);
});
