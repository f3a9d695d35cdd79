import { type Context, defineRule } from '../../engine/rule.ts';
import type { Resource } from '../../yaml/resource.ts';
import { CHECKED_KINDS } from '../../yaml/resource.ts';

/** `kubectl apply` refuses a field that the schema does not know; other clients drop it in silence, and its setting with it. */
export default defineRule({
  summary: 'Every field is one that the schema of its kind knows',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  fix: 'safe',
  options: {
    gatewayChannel: {
      enum: ['experimental', 'standard'],
      default: 'experimental',
      description:
        'The channel of Gateway API whose CRDs the cluster has. With standard, what only the experimental channel knows is reported too.',
    },
  },
  messages: {
    misspelt: {
      text: 'There is no field "{{name}}" in {{where}}; did you mean "{{wanted}}"?',
      help: 'Rename it to "{{wanted}}": as it is, the setting has no effect.',
    },
    'snake-case': {
      text: 'There is no field "{{name}}" in {{where}}: it is called "{{wanted}}".',
      help: 'Rename it to "{{wanted}}": the name of the protobuf field is not read here, so the setting has no effect.',
    },
    misplaced: {
      text: 'There is no field "{{name}}" in {{where}}; it belongs {{wanted}}.',
      help: 'Move it {{wanted}}: as it is, the setting has no effect.',
    },
    'not-yet': {
      text: 'There is no field "{{name}}" in {{where}} before Istio {{minor}}, and you lint for {{istio}}.',
      help: 'Delete it, or say with --istio-version that the cluster runs Istio {{minor}} or later.',
    },
    'no-longer': {
      text: 'Istio {{minor}} was the last to have a field "{{name}}" in {{where}}.',
      help: 'Delete it: as it is, the setting has no effect.',
    },
    removed: {
      text: 'Istio has no field "{{name}}" in {{where}} any more, so the setting has no effect.',
      help: '{{successor}}',
    },
    'unknown-of-few': {
      text: 'There is no field "{{name}}" in {{where}}, so the setting has no effect.',
      help: 'Known here: {{known}}.',
    },
    experimental: {
      text: '"{{name}}" in {{where}} is in the experimental channel of Gateway API only.',
      help: 'Delete it, or install the CRDs of the experimental channel.',
    },
    unknown: {
      text: 'There is no field "{{name}}" in {{where}}, so the setting has no effect.',
      help: "Delete it, or look its name up in the kind's reference.",
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/',
    'https://kubernetes.io/docs/reference/using-api/api-concepts/#validation-for-unrecognized-or-duplicate-fields',
    'https://gateway-api.sigs.k8s.io/concepts/versioning/',
  ],
  kinds: [...CHECKED_KINDS],
  check(resource, context) {
    for (const violation of context.schemas.validate(resource)) {
      if (violation.rule !== 'unknown-field') continue;
      const { field, messageId, data, edit } = violation;
      const istio = context.istioVersion;
      context.report(field, messageId, { ...data, istio }, { at: 'key', ...(edit ? { fix: edit } : {}) });
    }
    return context.options.gatewayChannel === 'standard' ? checkChannel(resource, context) : undefined;
  },
});

async function checkChannel(resource: Resource, context: Context<'experimental'>): Promise<void> {
  const known = new Set(context.schemas.validate(resource).map(({ field }) => field.pointer));
  for (const field of await context.schemas.experimentalParts(resource)) {
    if (known.has(field.pointer)) continue;
    const where = field.parent?.parent ? field.parent.display : `this ${resource.kind}`;
    const name = field.parent?.parent ? field.name : resource.kind;
    context.report(field, 'experimental', { name, where }, { at: field.parent?.parent ? 'key' : 'value' });
  }
}
