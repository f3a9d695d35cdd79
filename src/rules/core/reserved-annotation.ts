import { defineRule } from '../../engine/rule.ts';
import { deleteMember } from '../../yaml/move.ts';
import { CHECKED_KINDS } from '../../yaml/resource.ts';

/** Annotations by which istiod talks to itself give rights that no user may take. */
export default defineRule({
  summary: 'No Istio resource has an annotation that is reserved, or dry-run where there is none',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'unsafe',
  messages: {
    internal: {
      text: 'The annotation {{name}} is for istiod itself, so Istio rejects the resource.',
      help: 'Delete it.',
    },
    'always-reject': {
      text: 'The annotation {{name}} makes Istio reject the resource, whatever it says.',
      help: 'Delete it.',
    },
    'dry-run-kind': {
      text: 'There is no dry run of a {{kind}}, so Istio rejects the resource.',
      help: 'Delete {{name}}; it is for AuthorizationPolicy only.',
    },
    'dry-run-value': {
      text: 'The annotation {{name}} is "{{value}}", which is neither true nor false, so Istio rejects the policy.',
      help: 'Write "true" or "false".',
    },
    'dry-run-action': {
      text: 'There is no dry run of the action {{action}}, so Istio rejects the policy.',
      help: 'Delete {{name}}, or write the action ALLOW or DENY.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/',
    'https://istio.io/latest/docs/reference/config/annotations/',
  ],
  kinds: [...CHECKED_KINDS],
  fields: ['annotations'],
  check(resource, context) {
    const { group, kind, annotations } = resource;
    if (!annotations.isMap || !isValidated(group)) return;
    for (const name of INTERNAL) {
      const field = annotations.child(name);
      if (!field.exists) continue;
      const edit = deleteMember(field);
      const id = name.endsWith('always-reject') ? 'always-reject' : 'internal';
      context.report(field, id, { name }, { at: 'key', ...(edit ? { fix: edit } : {}) });
      return;
    }
    const name = 'istio.io/dry-run';
    const field = annotations.child(name);
    if (!field.exists || field.isUnknown) return;
    const action = resource.spec.child('action').string ?? 'ALLOW';
    if (kind !== 'AuthorizationPolicy') {
      const edit = deleteMember(field);
      context.report(field, 'dry-run-kind', { name, kind }, { at: 'key', ...(edit ? { fix: edit } : {}) });
    } else if (action !== 'ALLOW' && action !== 'DENY')
      context.report(field, 'dry-run-action', { name, action }, { at: 'key' });
    else if (field.string !== undefined && !BOOLEANS.has(field.string))
      context.report(field, 'dry-run-value', { name, value: field.string });
  },
});

const INTERNAL = [
  'internal.istio.io/webhook-always-reject',
  'internal.istio.io/parent-namespace',
  'internal.istio.io/parents',
];

/** The texts that Go's strconv.ParseBool takes. */
const BOOLEANS = new Set(['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False']);

/** The groups whose resources istiod's webhook validates. */
function isValidated(group: string): boolean {
  return ['networking', 'security', 'telemetry', 'extensions'].some((name) => group === `${name}.istio.io`);
}
