import { suggest } from '../../text/suggest.ts';
import { durationProblem, precisionProblem } from '../../values/duration.ts';
import { isHttpStatus } from '../../values/http.ts';
import type { Field } from '../../yaml/field.ts';
import { isMisspelt } from './misspelt.ts';

/** What each problem of a retry policy is called to a person. */
export const HTTP_RETRY_MESSAGES = {
  'negative-attempts': { text: 'attempts is {{attempts}}, so Istio rejects it.', help: 'Write 0 or more.' },
  'without-attempts': {
    text: '{{name}} is set, but attempts is 0, so nothing is retried, and Istio rejects it.',
    help: 'Write attempts, or delete {{name}}.',
  },
  duration: {
    text: '{{name}} {{value}} {{problem}}, so Istio rejects it.',
    help: 'Write whole milliseconds, at least 1ms.',
  },
  'retry-on': {
    text: 'retryOn holds {{conditions}}, which {{are}} that Envoy knows, so Istio rejects it.',
    help: '{{wanted}}',
  },
};

export interface HttpRetryProblem {
  field: Field;
  id: keyof typeof HTTP_RETRY_MESSAGES;
  data: Record<string, string | number>;
  /** Of `retry-on`: what the whole value is likely meant to be; `isSure` where only spaces and commas differ. */
  meant?: { text: string; isSure: boolean };
}

/** Conditions of Envoy's x-envoy-retry-on and x-envoy-retry-grpc-on headers. */
export const RETRY_CONDITIONS: readonly string[] = [
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream'],
  ...['retriable-status-codes', 'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure'],
  ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
];

/**
 * What Istio refuses in an HTTPRetry, of a VirtualService (`inCrd`: durations below 1ms are told by its CRD) or of the mesh
 * config. Source: istio/istio ValidateHTTPRetry.
 */
export function* httpRetryProblems(retries: Field, inCrd = true): Generator<HttpRetryProblem> {
  if (!retries.isMap) return;
  const attempts = retries.child('attempts');
  if ((attempts.number ?? 0) < 0)
    yield { field: attempts, id: 'negative-attempts', data: { attempts: attempts.number ?? 0 } };
  if (attempts.isSet ? attempts.number === 0 : !isMisspelt(attempts)) {
    const extra = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities']
      .map((name) => retries.child(name))
      .find((field) => field.isSet && field.string !== '');
    if (extra) yield { field: extra, id: 'without-attempts', data: { name: extra.name } };
  }
  for (const name of ['perTryTimeout', 'backoff']) {
    const field = retries.child(name);
    const problem = inCrd ? precisionProblem(field.string) : durationProblem(field.string);
    if (problem) yield { field, id: 'duration', data: { name, value: field.string ?? '', problem } };
  }
  const condition = conditionProblem(retries.child('retryOn'));
  if (condition) yield condition;
}

/** One problem for all conditions of the field: they are one text, and one edit mends them. */
function conditionProblem(field: Field): HttpRetryProblem | undefined {
  if (!field.string) return undefined;
  const conditions = field.string.split(',');
  const wrong = conditions.filter((condition) => !isCondition(condition));
  if (wrong.length === 0) return undefined;
  const written = trimmed(conditions);
  const isSure = written.every(isCondition);
  const near = meantBy(written);
  const data = {
    conditions: wrong.map((condition) => JSON.stringify(condition)).join(' and '),
    are: wrong.length > 1 ? 'are no conditions' : 'is no condition',
    wanted: wantedOf(near, meantBy(trimmed(wrong)), isSure),
  };
  return { field, id: 'retry-on', data, ...(near ? { meant: { text: near.join(','), isSure } } : {}) };
}

function wantedOf(near: string[] | undefined, instead: string[] | undefined, isSure: boolean): string {
  if (!near || (!instead && !isSure))
    return `Write status codes, or one of ${RETRY_CONDITIONS.join(', ')}, with commas between.`;
  return isSure ? `Write ${near.join(',')}, with nothing but commas between.` : `Write ${instead?.join(' and ')}.`;
}

function trimmed(conditions: string[]): string[] {
  return conditions.map((condition) => condition.trim()).filter((condition) => condition !== '');
}

/** The conditions that are near to those written; undefined where one is near to none. */
function meantBy(written: string[]): string[] | undefined {
  const near = written.map((condition) => (isCondition(condition) ? condition : suggest(condition, RETRY_CONDITIONS)));
  const known = near.filter((condition) => condition !== undefined);
  return known.length > 0 && known.length === near.length ? known : undefined;
}

function isCondition(condition: string): boolean {
  return RETRY_CONDITIONS.includes(condition) || (/^[-+]?[0-9]+$/.test(condition) && isHttpStatus(Number(condition)));
}
