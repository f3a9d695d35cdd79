import { defineRule } from '../../engine/rule.ts';
import { CONNECTION_POOL_MESSAGES, connectionPoolProblems } from '../../mesh/settings/connection-pool.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';

/** Limits of connections and requests that Envoy can keep. */
export default defineRule({
  summary: 'Connection pools have limits and durations that Envoy can keep',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: CONNECTION_POOL_MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings'],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['connectionPool'],
  check(rule, context) {
    for (const policy of trafficPoliciesOf(rule))
      for (const { field, id, data, at } of connectionPoolProblems(policy.child('connectionPool')))
        if (!(rule.isPatch && (id === 'empty' || id === 'half-keepalive'))) context.report(field, id, data, { at });
  },
});
