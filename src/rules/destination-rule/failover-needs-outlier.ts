import { defineRule } from '../../engine/rule.ts';
import { isOwnPolicy, trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import type { Field } from '../../yaml/field.ts';

/** Envoy goes on to the next locality when hosts of the first are ejected, and only outlier detection ejects hosts. */
export default defineRule({
  summary: 'Failover by locality comes with outlier detection',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    production: 'warning',
    'istio-validate': ['warning', { nested: false }],
    'istioctl-parity': ['warning', { nested: false }],
  },
  codes: ['IST0133'],
  options: {
    nested: {
      type: 'boolean',
      default: true,
      description:
        'Warn about the policies of subsets and ports too; admission warns about that of the resource alone.',
    },
  },
  messages: {
    'no-outlier-detection': {
      text: '{{name}} is set, but the policy has no outlierDetection, so traffic never falls over.',
      help: 'Add outlierDetection to the same policy, as in {consecutive5xxErrors: 5, interval: 30s, baseEjectionTime: 30s}.',
    },
  },
  sources: ['https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/'],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['failover', 'failoverPriority'],
  check(rule, context) {
    if (rule.isPatch) return;
    const inherited = rule.spec.get('trafficPolicy', 'outlierDetection');
    for (const policy of trafficPoliciesOf(rule)) {
      if (!context.options.nested && !isOwnPolicy(policy)) continue;
      if (policy.child('outlierDetection').isSet || (inherited.isSet && isOfSubset(policy))) continue;
      for (const name of ['localityLbSetting', 'zoneAwareLbSetting']) {
        const setting = policy.get('loadBalancer', name);
        // With distribute beside it, locality-lb-valid says what is wrong.
        if (setting.child('distribute').items().length > 0 && setting.child('failover').items().length > 0) continue;
        const field = ['failover', 'failoverPriority']
          .map((key) => setting.child(key))
          .find((list) => list.items().length > 0);
        if (field) context.report(field, 'no-outlier-detection', { name: field.name }, { at: 'key' });
      }
    }
  },
});

/** What a subset's policy leaves out, it takes from the policy of the rule; policies of ports inherit nothing. */
function isOfSubset(policy: Field): boolean {
  return policy.name === 'trafficPolicy' && !isOwnPolicy(policy);
}
