import { defineRule } from '../../engine/rule.ts';
import { CEL_TEXTS } from '../../schemas/cel/texts.ts';
import { CHECKED_KINDS } from '../../yaml/resource.ts';

/** The API server evaluates the CEL rules of a CRD for every object, and refuses those that don't meet them. */
export default defineRule({
  summary: "Resources meet the validation rules (CEL) of their kind's CRD",
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: CEL_TEXTS,
  sources: [
    'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules',
    'https://istio.io/latest/docs/reference/config/',
    'https://gateway-api.sigs.k8s.io/reference/spec/',
  ],
  kinds: [...CHECKED_KINDS],
  check(resource, context) {
    for (const violation of context.schemas.validate(resource)) {
      if (violation.rule !== 'cel') continue;
      const { field, messageId, data, at } = violation;
      context.report(field, messageId, data, at ? { at } : {});
    }
  },
});
