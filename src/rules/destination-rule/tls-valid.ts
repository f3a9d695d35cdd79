import { defineRule } from '../../engine/rule.ts';
import { CLIENT_TLS_MESSAGES, clientTlsProblems } from '../../mesh/settings/client-tls.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';

/** The proxy opens TLS connections with what these settings name. */
export default defineRule({
  summary: 'TLS settings name the certificates that their mode needs, in one way',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: CLIENT_TLS_MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings'],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['tls'],
  check(rule, context) {
    // Admission fills in this one where the manifest names none.
    const namespace = context.mesh.namespaceOf(rule) || 'default';
    for (const policy of trafficPoliciesOf(rule))
      for (const { field, id, data } of clientTlsProblems(policy.child('tls'), namespace)) {
        if (id === 'no-certificate' && rule.isPatch) continue;
        context.report(
          field,
          id,
          data,
          id === 'beside-credential' || id === 'verified-unverified' ? { at: 'key' } : {},
        );
      }
  },
});
