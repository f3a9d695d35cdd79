import { defineRule } from '../../engine/rule.ts';
import { OPERATION_FIELDS, operationsOf, rulesOf, writtenLists } from '../../mesh/authorization-policy.ts';
import { OPERATION_VALUE_MESSAGES, valueProblems } from '../../mesh/settings/authz-values.ts';

/** Ports are numbers in quotes, and paths have templates of their own; what is neither is refused. */
export default defineRule({
  summary: 'The ports and paths in an operation of an AuthorizationPolicy are written as Istio reads them',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: OPERATION_VALUE_MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
    'https://istio.io/latest/docs/tasks/security/authorization/authz-http/',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['operation'],
  check(policy, context) {
    for (const rule of rulesOf(policy))
      for (const operation of operationsOf(rule))
        for (const { list, known } of writtenLists(operation, OPERATION_FIELDS))
          for (const { field, id, data } of valueProblems(list, known.kind, known.name, OPERATION_VALUE_MESSAGES))
            context.report(field, id, data);
  },
});
