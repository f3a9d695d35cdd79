import { defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { wildcardHostProblem } from '../../values/dns.ts';

/** The host is what the rule is found by. */
export default defineRule({
  summary: 'The host of a DestinationRule is a host name',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    'no-spec': {
      text: 'The DestinationRule has no spec, and so no host, so Istio rejects it.',
      help: 'Write spec with a host.',
    },
    host: {
      text: 'The host "{{host}}" {{problem}}, so Istio rejects it.',
      help: 'Write the name of a Service or the host of a ServiceEntry, as in reviews.shop.svc.cluster.local.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule'],
  kinds: ['networking.istio.io/DestinationRule'],
  check(rule, context) {
    if (!rule.spec.isSet && !rule.isPatch && !isMisspelt(rule.spec)) context.report(rule.spec, 'no-spec');
    const field = rule.spec.child('host');
    const host = field.string;
    const problem = host === undefined ? undefined : wildcardHostProblem(host);
    if (host !== undefined && problem) context.report(field, 'host', { host, problem });
  },
});
