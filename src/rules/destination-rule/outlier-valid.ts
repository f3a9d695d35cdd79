import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import { OUTLIER_MESSAGES, outlierDetectionProblems } from '../../mesh/settings/outlier-detection.ts';
import { isOwnPolicy, trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import { replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** Envoy ejects hosts by these numbers; what contradicts itself is refused with the whole resource. */
export default defineRule({
  summary: 'Outlier detection has durations, percentages and counters that fit together',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istio-validate': ['error', { nested: false }],
    'istioctl-parity': ['error', { nested: false }],
  },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  fix: 'unsafe',
  options: {
    nested: {
      type: 'boolean',
      default: true,
      description:
        'Warn about the policies of subsets and ports too; admission warns about that of the resource alone.',
    },
  },
  messages: OUTLIER_MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection'],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['outlierDetection'],
  check(rule, context) {
    for (const policy of trafficPoliciesOf(rule))
      for (const { field, id, data } of outlierDetectionProblems(policy.child('outlierDetection'))) {
        if (id === 'local-origin' && rule.isPatch) continue;
        if (id === 'deprecated' && !context.options.nested && !isOwnPolicy(policy)) continue;
        context.report(field, id, data, id === 'deprecated' ? deprecation(field) : {});
      }
  },
});

/** The new name makes Envoy count what it did not count before. */
function deprecation(field: Field): ReportExtras {
  const { keySpan, parent, document } = field;
  const taken = parent?.child(SUCCESSOR).exists ?? true;
  const quoted = keySpan !== undefined && document.text(keySpan).startsWith('"');
  const fix = keySpan && !taken && replaceSpan(field, keySpan, quoted ? JSON.stringify(SUCCESSOR) : SUCCESSOR);
  return { at: 'key', level: 'warning', codes: ['IST0133'], ...(fix ? { fix } : {}) };
}

const SUCCESSOR = 'consecutiveGatewayErrors';
