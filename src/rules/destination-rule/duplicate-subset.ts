import { defineRule } from '../../engine/rule.ts';
import { LABEL_MESSAGES, labelsProblems } from '../../mesh/settings/labels.ts';
import { dnsLabelProblem } from '../../values/dns.ts';
import type { Field } from '../../yaml/field.ts';

/** Routes name a subset, so each has a name of its own. */
export default defineRule({
  summary: 'Subsets have names of their own, and labels that pods can have',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    duplicate: {
      text: 'Another subset is called "{{name}}" too, and routes could mean either, so Istio rejects the rule.',
      help: 'Give each subset a name of its own.',
    },
    name: {
      text: 'The subset name "{{name}}" {{problem}}, so Istio rejects it.',
      help: 'Write lower-case letters, digits and "-", as in v1.',
    },
    ...LABEL_MESSAGES,
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset'],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['subsets'],
  check(rule, context) {
    const seen = new Map<string, Field>();
    for (const subset of rule.spec.child('subsets').items()) {
      const field = subset.child('name');
      const name = field.string;
      if (name !== undefined) {
        const first = seen.get(name);
        const problem = dnsLabelProblem(name);
        if (first) {
          const related = [{ field: first, message: `the first subset "${name}"` }];
          context.report(field, 'duplicate', { name }, { related });
        } else if (problem) context.report(field, 'name', { name, problem });
        if (!first) seen.set(name, field);
      }
      for (const { field: label, id, data, at } of labelsProblems(subset.child('labels')))
        context.report(label, id, data, { at });
    }
  },
});
