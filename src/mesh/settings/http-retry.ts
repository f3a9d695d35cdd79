import { suggest } from '../../text/suggest.ts';
import { durationProblem, precisionProblem } from '../../values/duration.ts';
import { isHttpStatus } from '../../values/http.ts';
import type { Field } from '../../yaml/field.ts';

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
    text: 'retryOn holds "{{condition}}", which is no condition that Envoy knows, so Istio rejects it.',
    help: '{{wanted}}',
  },
};

export interface HttpRetryProblem {
  field: Field;
  id: keyof typeof HTTP_RETRY_MESSAGES;
  data: Record<string, string | number>;
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
  if (attempts.isSet ? attempts.number === 0 : true) {
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
  yield* conditionProblems(retries.child('retryOn'));
}

function* conditionProblems(field: Field): Generator<HttpRetryProblem> {
  for (const condition of field.string ? field.string.split(',') : []) {
    if (RETRY_CONDITIONS.includes(condition) || (/^[-+]?[0-9]+$/.test(condition) && isHttpStatus(Number(condition))))
      continue;
    const near = suggest(condition.trim(), RETRY_CONDITIONS);
    const wanted = near
      ? `Write ${near}.`
      : `Write status codes, or one of ${RETRY_CONDITIONS.join(', ')}, with commas between.`;
    yield { field, id: 'retry-on', data: { condition, wanted } };
  }
}
