import { durationProblem, parseDuration, precisionProblem } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';
import { isMisspelt } from './misspelt.ts';

/** What each problem of a connection pool is called to a person. */
export const CONNECTION_POOL_MESSAGES = {
  empty: {
    text: 'The {{name}} has neither tcp nor http, so Istio rejects it.',
    help: 'Write one of them, or delete {{name}}.',
  },
  negative: {
    text: '{{name}} is {{value}}, so Istio rejects it.',
    help: 'Write 0 or more; 0 is the default of Envoy.',
  },
  duration: {
    text: '{{name}} {{value}} {{problem}}, so Istio rejects it.',
    help: 'Write whole milliseconds, at least 1ms.',
  },
  'two-protocols': {
    text: 'useClientProtocol keeps the protocol of the client, and h2UpgradePolicy: UPGRADE changes it, so Istio rejects it.',
    help: 'Keep one of them.',
  },
  'half-keepalive': {
    text: 'http2KeepAlive lacks {{name}}, so Istio rejects it.',
    help: 'Write both interval and timeout.',
  },
};

export interface ConnectionPoolProblem {
  field: Field;
  id: keyof typeof CONNECTION_POOL_MESSAGES;
  data: Record<string, string | number>;
  at: 'key' | 'value';
}

const HTTP_NUMBERS = [
  'http1MaxPendingRequests',
  'http2MaxRequests',
  'maxRequestsPerConnection',
  'maxRetries',
  'maxConcurrentStreams',
];

const TCP_NUMBERS = ['maxConnections'];

const HTTP_TIMES = ['idleTimeout'];
const HTTP_KEEPALIVE_TIMES = ['interval', 'timeout'];
const TCP_TIMES = ['connectTimeout', 'maxConnectionDuration'];
const TCP_KEEPALIVE_TIMES = ['time', 'interval'];

/**
 * What Istio refuses in ConnectionPoolSettings, wherever they stand. `inCrd`: durations below 1ms are told by a rule of
 * the CRD.
 * Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export function* connectionPoolProblems(pool: Field, inCrd = true): Generator<ConnectionPoolProblem> {
  if (!pool.isMap) return;
  const [http, tcp] = [pool.child('http'), pool.child('tcp')];
  if (!http.isSet && !tcp.isSet && !isMisspelt(http) && !isMisspelt(tcp))
    yield { field: pool, id: 'empty', data: { name: pool.name }, at: 'key' };
  for (const field of written(http, HTTP_NUMBERS).concat(written(tcp, TCP_NUMBERS))) {
    const value = field.number;
    if (value !== undefined && value < 0 && value >= -(2 ** 31))
      yield { field, id: 'negative', data: { name: field.name, value }, at: 'value' };
  }
  const keepalive = http.child('http2KeepAlive');
  for (const name of keepalive.isMap ? HTTP_KEEPALIVE_TIMES : []) {
    const field = keepalive.child(name);
    if (!field.isSet && !isMisspelt(field)) yield { field, id: 'half-keepalive', data: { name }, at: 'key' };
  }
  const durations = written(http, HTTP_TIMES).concat(
    written(keepalive, HTTP_KEEPALIVE_TIMES),
    written(tcp, TCP_TIMES),
    written(tcp.child('tcpKeepalive'), TCP_KEEPALIVE_TIMES),
  );
  for (const field of durations) {
    const problem = inCrd ? precisionProblem(field.string) : durationProblem(field.string);
    if (problem) yield durationFinding(field, problem);
  }
  // Zero switches it off, and the CRD has no rule about it.
  const idle = tcp.textOf('idleTimeout');
  const tooFine = Math.trunc(parseDuration(idle) ?? 0) !== 0 && durationProblem(idle);
  if (tooFine) yield durationFinding(tcp.child('idleTimeout'), tooFine);
  const protocol = http.child('useClientProtocol');
  if (protocol.boolean === true && http.textOf('h2UpgradePolicy') === 'UPGRADE')
    yield { field: protocol, id: 'two-protocols', data: {}, at: 'key' };
}

function durationFinding(field: Field, problem: string): ConnectionPoolProblem {
  return { field, id: 'duration', data: { name: field.name, value: field.string ?? '', problem }, at: 'value' };
}

/** The members that are set, of those named. */
function written(owner: Field, names: readonly string[]): Field[] {
  return names.filter((name) => owner.has(name)).map((name) => owner.child(name));
}
