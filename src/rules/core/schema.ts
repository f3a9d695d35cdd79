import { defineRule } from '../../engine/rule.ts';
import { CHECKED_KINDS } from '../../yaml/resource.ts';

/** The API server refuses what breaks the schema of its kind; nothing of the resource takes effect. */
export default defineRule({
  summary: 'Values fit the schema of their kind: types, enums, required fields, patterns and bounds',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'safe',
  messages: {
    type: { text: '{{path}} must be {{wanted}}, but is {{found}}.', help: 'Write {{wanted}}.' },
    enum: { text: '{{path}} cannot be {{found}}.', help: 'Write one of: {{wanted}}.' },
    'enum-near': { text: '{{path}} cannot be {{found}}; did you mean {{near}}?', help: 'Write one of: {{wanted}}.' },
    required: { text: '{{path}} lacks "{{name}}", which is required.', help: 'Add "{{name}}".' },
    pattern: { text: '{{path}} must be {{wanted}}, but is {{found}}.', help: 'Write it in that form.' },
    range: { text: '{{path}} must be {{wanted}}, but is {{found}}.', help: 'Write a value that is {{wanted}}.' },
    size: { text: '{{path}} {{wanted}}.', help: 'The API server refuses the resource as it is.' },
    oneof: { text: '{{path}} sets {{written}}, but only one of {{fields}} can be set.', help: 'Keep one of them.' },
    repeated: {
      text: '{{path}} holds two items with the {{what}}; each may stand there once.',
      help: 'Rename or delete one of the two.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/',
    'https://gateway-api.sigs.k8s.io/reference/spec/',
    'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema',
  ],
  kinds: [...CHECKED_KINDS],
  check(resource, context) {
    for (const violation of context.schemas.validate(resource)) {
      if (violation.rule !== 'schema') continue;
      const { field, messageId, data, at, edit } = violation;
      context.report(field, messageId, data, { ...(at ? { at } : {}), ...(edit ? { fix: edit } : {}) });
    }
  },
});
