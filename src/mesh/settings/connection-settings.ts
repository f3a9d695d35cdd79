import { parseDuration } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';
import { numberOf } from './number.ts';

export interface ConnectionSettingProblem {
  field: Field;
  id: 'connection-setting';
  data: { name: string; value: string | number; wanted: string };
}

/** The least that HTTP/2 allows as a window. */
const LEAST_WINDOW = 65535;

/** The least number of each setting. */
const LEAST: Record<string, number> = {
  listenerPerConnectionBufferLimitBytes: 0,
  clusterPerConnectionBufferLimitBytes: 0,
  httpMaxConcurrentStreams: 1,
  http2InitialStreamWindowSize: LEAST_WINDOW,
  http2InitialConnectionWindowSize: LEAST_WINDOW,
  listenerConnectionLimit: 1,
  globalDownstreamConnectionLimit: 1,
};

const TIMES = [
  'httpIdleTimeout',
  'httpMaxConnectionDuration',
  'httpDrainTimeout',
  'httpRequestTimeout',
  'httpRequestHeadersTimeout',
  'httpStreamIdleTimeout',
  'httpMaxStreamDuration',
];

/** What Istio refuses in `connectionSettings` of a ProxyConfig: negative times, and numbers below their least. */
export function* connectionSettingsProblems(settings: Field): Generator<ConnectionSettingProblem> {
  for (const [name, least] of Object.entries(LEAST)) {
    const field = settings.child(name);
    const value = numberOf(field);
    if (value === undefined || value >= least) continue;
    yield { field, id: 'connection-setting', data: { name, value, wanted: `at least ${least}` } };
  }
  for (const name of TIMES) {
    const field = settings.child(name);
    const time = parseDuration(field.string);
    if (time === undefined || time >= 0) continue;
    yield { field, id: 'connection-setting', data: { name, value: field.string ?? '', wanted: '0s or more' } };
  }
}
