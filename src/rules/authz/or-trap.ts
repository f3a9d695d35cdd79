import { defineRule } from '../../engine/rule.ts';
import { rulesOf } from '../../mesh/authorization-policy.ts';
import type { Field } from '../../yaml/field.ts';

/** One dash too many turns AND into OR: "from" alone lets the callers do anything, "to" alone lets anyone do it. */
export default defineRule({
  summary: 'Conditions of an ALLOW policy that belong together stand in one rule',
  type: 'suggestion',
  precision: 'medium',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'info', security: 'warning' },
  securitySeverity: '7.5',
  messages: {
    split: {
      text: 'This rule has only "{{here}}" and its neighbour only "{{there}}": either of them allows a request, they are not combined.',
      help: 'If both were to hold, write "from" and "to" in one list item.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/security-issues/#make-sure-there-are-no-typos-in-the-policy-yaml-file',
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
  ],
  kinds: ['AuthorizationPolicy'],
  fields: ['to'],
  check(policy, context) {
    const rules = rulesOf(policy);
    const action = policy.spec.child('action');
    if (rules.length < 2 || (action.isSet && action.string !== 'ALLOW')) return;
    for (const [index, rule] of rules.entries()) {
      const before = rules[index - 1];
      const [here, there] = [onlyPart(rule), before && onlyPart(before)];
      if (!before || !here || !there || here === there) continue;
      context.report(
        rule.child(here),
        'split',
        { here, there },
        {
          at: 'key',
          related: [{ field: before, message: `this one has only "${there}"` }],
        },
      );
    }
  },
});

/** `from` or `to`, where a rule has nothing else. */
function onlyPart(rule: Field): 'from' | 'to' | undefined {
  const set = rule.entries().filter((part) => part.isSet);
  const [part] = set;
  return set.length === 1 && (part?.name === 'from' || part?.name === 'to') ? part.name : undefined;
}
