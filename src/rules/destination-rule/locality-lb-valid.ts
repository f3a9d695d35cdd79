import { defineRule } from '../../engine/rule.ts';
import { LOCALITY_LB_MESSAGES, localityLbProblems, zoneAwareLbProblems } from '../../mesh/settings/locality-lb.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';

/** Traffic is spread over regions and zones by weights, or falls over from one to the next. */
export default defineRule({
  summary: 'Load balancing by locality has weights that sum to 100, and regions that can be told apart',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: LOCALITY_LB_MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting',
    'https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['localityLbSetting', 'zoneAwareLbSetting'],
  check(rule, context) {
    if (rule.isPatch) return;
    for (const balancer of trafficPoliciesOf(rule).map((policy) => policy.child('loadBalancer'))) {
      const problems = [
        ...localityLbProblems(balancer.child('localityLbSetting')),
        ...zoneAwareLbProblems(balancer.child('zoneAwareLbSetting')),
      ];
      for (const { field, id, data } of problems)
        context.report(field, id, data, field.isList || field.isMap ? { at: 'key' } : {});
    }
  },
});
