import { defineRule } from '../../engine/rule.ts';
import { AMBIENT_MARKS, ambientReach } from '../../mesh/ambient.ts';
import { attachment } from '../../mesh/attachment.ts';
import { hasTargets } from '../../mesh/policy-targets.ts';
import { attributeOf, readingsOfZtunnel } from '../../mesh/ztunnel-policy.ts';

/** Without targetRefs ztunnel enforces the policy, which sees connections: what it says of requests is left out. */
export default defineRule({
  summary: 'An AuthorizationPolicy that ztunnel enforces holds to what ztunnel knows',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'error', strict: 'error', security: 'error', ambient: 'error' },
  securitySeverity: '7.5',
  codes: ['KIA0109', 'KIA0110', 'KIA1317'],
  setFields: AMBIENT_MARKS,
  messages: {
    action: {
      text: '{{who}} is in ambient mode, and ztunnel does not know the action {{names}}, so this policy does nothing there.',
      help: 'Attach it to a waypoint: write {{wanted}}.',
    },
    'allow-none': {
      text: '{{who}} is in ambient mode, and ztunnel leaves out ALLOW rules that name {{names}}: none is left, so this policy lets nothing in.',
      help: 'Attach it to a waypoint: write {{wanted}}; ztunnel knows namespaces, principals, serviceAccounts, ipBlocks and ports.',
    },
    allow: {
      text: '{{who}} is in ambient mode, and ztunnel leaves out ALLOW rules that name {{names}}, so what only they let in is denied.',
      help: 'Move them to a policy for a waypoint: {{wanted}}; ztunnel knows namespaces, principals, serviceAccounts, ipBlocks and ports.',
    },
    'deny-nothing': {
      text: '{{who}} is in ambient mode, and ztunnel does not know {{names}}, so {{rules}} denies nothing there.',
      help: 'Attach it to a waypoint: write {{wanted}}.',
    },
    'deny-more': {
      text: '{{who}} is in ambient mode, and ztunnel leaves {{names}} out of DENY rules, which then deny every connection that the rest of them matches.',
      help: 'Attach it to a waypoint: write {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ambient/usage/l4-policy/',
    'https://istio.io/latest/docs/ambient/usage/l7-features/',
    'https://github.com/istio/istio/issues/54275',
    'https://github.com/istio/istio/issues/61126',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['rules', 'action'],
  check(policy, context) {
    const { mesh } = context;
    // What ztunnel does with a dry run it is not sent.
    if (policy.isPatch || hasTargets(policy) || policy.annotations.child('istio.io/dry-run').string === 'true') return;
    const readings = readingsOfZtunnel(policy);
    const reach = readings.length > 0 ? ambientReach(mesh, policy) : undefined;
    if (!reach) return;
    const related = reach.label ? [{ field: reach.label, message: 'ambient mode is set here' }] : [];
    const { wanted, suggestions } = attachment(mesh, policy);
    for (const { effect, unknown, isWhole } of readings) {
      const [first] = unknown;
      if (!first) continue;
      const names = unknown.map(attributeOf).join(', ');
      const rules = isWhole ? 'this policy' : 'a DENY rule that names them';
      const data = {
        who: reach.example.display,
        names: effect === 'action' ? (first.string ?? '') : names,
        rules,
        wanted,
      };
      const isField = effect === 'action' || first.name === 'key';
      context.report(first, effect === 'allow' && isWhole ? 'allow-none' : effect, data, {
        at: isField ? 'value' : 'key',
        related,
        suggestions: isWhole ? suggestions : [],
      });
    }
  },
});
