import { defineRule } from '../../engine/rule.ts';

/** `kubectl apply` refuses a field that the schema does not know; other clients drop it in silence, and its setting with it. */
export default defineRule({
  summary: 'Every field is one that the schema of its kind knows',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  fix: 'safe',
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
    removed: {
      text: 'Istio has no field "{{name}}" in {{where}} any more, so the setting has no effect.',
      help: '{{successor}}',
    },
    'unknown-of-few': {
      text: 'There is no field "{{name}}" in {{where}}, so the setting has no effect.',
      help: 'Known here: {{known}}.',
    },
    unknown: {
      text: 'There is no field "{{name}}" in {{where}}, so the setting has no effect.',
      help: "Delete it, or look its name up in the kind's reference.",
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/',
    'https://kubernetes.io/docs/reference/using-api/api-concepts/#validation-for-unrecognized-or-duplicate-fields',
  ],
  kinds: ['*'],
  check(resource, context) {
    for (const violation of context.schemas.validate(resource)) {
      if (violation.rule !== 'unknown-field') continue;
      const { field, messageId, data, edit } = violation;
      context.report(field, messageId, data, { at: 'key', ...(edit ? { fix: edit } : {}) });
    }
  },
});
