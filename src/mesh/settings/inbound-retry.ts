import { durationProblem } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';
import { HTTP_RETRY_MESSAGES, httpRetryProblems } from './http-retry.ts';
import { numberOf } from './number.ts';

/** What each problem of the mesh config's retry policy for inbound requests is called to a person. */
export const INBOUND_RETRY_MESSAGES = {
  ...HTTP_RETRY_MESSAGES,
  'inbound-retry-ignored': {
    text: '{{name}} has no effect in defaultInboundHttpRetryPolicy: an inbound request has one place to go.',
    help: 'Delete it; attempts, retryOn and backoff count here.',
  },
};

export interface InboundRetryProblem {
  field: Field;
  id: keyof typeof INBOUND_RETRY_MESSAGES;
  data: Record<string, string | number>;
}

/**
 * What Istio refuses in `defaultInboundHttpRetryPolicy`, and what it warns of: `inbound-retry-ignored`. No CRD stands
 * behind it, so durations are judged as a whole. Source: istio/istio pkg/config/validation/agent.
 */
export function* inboundRetryProblems(retries: Field): Generator<InboundRetryProblem> {
  for (const name of ['perTryTimeout', 'retryRemoteLocalities', 'retryIgnorePreviousHosts']) {
    const field = retries.child(name);
    if (field.isSet) yield { field, id: 'inbound-retry-ignored', data: { name } };
  }
  const problems = [...httpRetryProblems(retries)];
  yield* problems;
  const [attempts, backoff] = [retries.child('attempts'), retries.child('backoff')];
  const isOff = !attempts.isSet || numberOf(attempts) === 0;
  if (isOff && backoff.isSet && problems.every(({ id }) => id !== 'without-attempts'))
    yield { field: backoff, id: 'without-attempts', data: { name: 'backoff' } };
  for (const field of [retries.child('perTryTimeout'), backoff]) {
    const problem = durationProblem(field.string);
    const isSaid = problems.some((other) => other.id === 'duration' && other.field.name === field.name);
    if (problem && !isSaid)
      yield { field, id: 'duration', data: { name: field.name, value: field.string ?? '', problem } };
  }
}
