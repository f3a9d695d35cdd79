import { defineRule } from '../../engine/rule.ts';
import {
  actionOf,
  isEmptyList,
  type ListField,
  OPERATION_FIELDS,
  operationsOf,
  rulesOf,
  SOURCE_FIELDS,
  sourcesOf,
  writtenLists,
} from '../../mesh/authorization-policy.ts';
import type { Field } from '../../yaml/field.ts';

/** What a TCP connection does not have is left out of a DENY rule for it, and what is left matches every connection. */
export default defineRule({
  summary: 'A DENY rule with HTTP attributes names the ports that it is for',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    security: 'warning',
    'istio-validate': ['warning', { countConditions: false }],
    'istioctl-parity': ['warning', { countConditions: false }],
  },
  codes: ['IST0133'],
  options: {
    countConditions: {
      type: 'boolean',
      default: true,
      description: 'Let a condition on destination.port pass as ports, which the check of Istio does not look at.',
    },
  },
  messages: {
    'no-ports': {
      text: 'This DENY rule has an operation by HTTP attributes and no ports, so it denies all connections to TCP ports.',
      help: 'Add the ports that serve HTTP to the operation, as in ports: ["8080"].',
    },
    'no-operation': {
      text: 'This DENY rule selects callers by HTTP attributes alone, so it denies all connections to TCP ports.',
      help: 'Add the ports that serve HTTP: "to" with an operation, as in ports: ["8080"].',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/security-issues/',
    'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  check(policy, context) {
    if (actionOf(policy) !== 'DENY') return;
    for (const rule of rulesOf(policy)) {
      const [sources, operations] = [sourcesOf(rule), operationsOf(rule)];
      if (context.options.countConditions && hasPortCondition(rule)) continue;
      if (operations.length > 0) {
        if (!operations.some((each) => hasTcpPart(each, OPERATION_FIELDS)))
          context.report(rule.child('to'), 'no-ports', {}, { at: 'key' });
      } else if (
        sources.length > 0 &&
        isEmptyList(rule.child('to')) &&
        !sources.some((each) => hasTcpPart(each, SOURCE_FIELDS))
      )
        context.report(rule.child('from'), 'no-operation', {}, { at: 'key' });
    }
  },
});

function hasTcpPart(part: Field, fields: readonly ListField[]): boolean {
  return writtenLists(part, fields).some(({ list, known }) => known.tcp && !isEmptyList(list));
}

function hasPortCondition(rule: Field): boolean {
  return rule
    .child('when')
    .items()
    .some((condition) => condition.child('key').string === 'destination.port');
}
