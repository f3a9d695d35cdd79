import { durationProblem, precisionProblem } from '../../values/duration.ts';
import { percentProblem } from '../../values/percent.ts';
import type { Field } from '../../yaml/field.ts';
import { isMisspelt } from './misspelt.ts';

/** What each problem of an outlier detection is called to a person. */
export const OUTLIER_MESSAGES = {
  duration: {
    text: '{{name}} {{value}} {{problem}}, so Istio rejects it.',
    help: 'Write whole milliseconds, at least 1ms.',
  },
  percent: { text: '{{name}} {{value}} {{problem}}, so Istio rejects it.', help: 'Write a percentage from 0 to 100.' },
  'local-origin': {
    text: 'consecutiveLocalOriginFailures has no effect without splitExternalLocalOriginErrors, so Istio rejects it.',
    help: 'Write splitExternalLocalOriginErrors: true, or delete consecutiveLocalOriginFailures.',
  },
  deprecated: {
    text: 'consecutiveErrors is deprecated, and istiod does not read it any more, so the defaults of Envoy hold.',
    help: 'Write consecutiveGatewayErrors, which counts 502, 503 and 504, or consecutive5xxErrors.',
  },
};

export interface OutlierProblem {
  field: Field;
  id: keyof typeof OUTLIER_MESSAGES;
  data: Record<string, string | number>;
}

/**
 * What Istio refuses in an OutlierDetection, and `deprecated`, which it only warns about. `inCrd`: durations below 1ms are
 * told by a rule of the CRD. Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export function* outlierDetectionProblems(detection: Field, inCrd = true): Generator<OutlierProblem> {
  if (!detection.isMap) return;
  for (const name of ['baseEjectionTime', 'interval']) {
    const field = detection.child(name);
    const problem = inCrd ? precisionProblem(field.string) : durationProblem(field.string);
    if (problem) yield { field, id: 'duration', data: { name, value: field.string ?? '', problem } };
  }
  for (const name of ['maxEjectionPercent', 'minHealthPercent']) {
    const field = detection.child(name);
    const value = field.number;
    const problem = value === undefined || Math.abs(value) >= 2 ** 31 ? undefined : percentProblem(value);
    if (problem) yield { field, id: 'percent', data: { name, value: value ?? 0, problem } };
  }
  const [failures, split] = [
    detection.child('consecutiveLocalOriginFailures'),
    detection.child('splitExternalLocalOriginErrors'),
  ];
  if ((failures.number ?? 0) > 0 && split.boolean !== true && !split.isUnknown && !isMisspelt(split))
    yield { field: failures, id: 'local-origin', data: {} };
  const old = detection.child('consecutiveErrors');
  if (old.number) yield { field: old, id: 'deprecated', data: {} };
}
