import { defineRule } from '../../engine/rule.ts';
import { rulesOf } from '../../mesh/authorization-policy.ts';
import type { Field } from '../../yaml/field.ts';

/** An empty rule matches every request, so the policy allows what it was written to restrict. */
export default defineRule({
  summary: 'An ALLOW policy does not allow every request',
  type: 'problem',
  precision: 'medium',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', security: 'warning' },
  securitySeverity: '8.0',
  options: {
    allow: {
      type: 'array',
      items: { type: 'string' },
      default: [] as string[],
      description: 'Policies that may, as "namespace/name".',
    },
  },
  messages: {
    empty: {
      text: 'An empty rule matches every request, so this policy allows everything to {{scope}}.',
      help: 'Say who may do what: "from" and "to".',
    },
    wildcards: {
      text: 'All that this rule asks for is a wildcard, so any caller may do anything to {{scope}}.',
      help: 'Name the callers, paths or methods that are meant.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy',
    'https://istio.io/latest/docs/ops/best-practices/security/#authorization-policies',
  ],
  kinds: ['AuthorizationPolicy'],
  fields: ['rules'],
  check(policy, context) {
    const action = policy.spec.child('action');
    if (
      (action.isSet && action.string !== 'ALLOW') ||
      context.options.allow.includes(`${context.mesh.namespaceOf(policy)}/${policy.name}`)
    )
      return;
    for (const rule of rulesOf(policy)) {
      const parts = rule.entries().filter((part) => part.isSet);
      if (!parts.every(asksForNothing)) continue;
      const scope = scopeInWords(policy.spec);
      if (parts[0]) context.report(parts[0], 'wildcards', { scope }, { at: 'key' });
      else if (rule.isMap) context.report(rule, 'empty', { scope });
    }
  },
});

function scopeInWords(spec: Field): string {
  const { targetRef, targetRefs } = { targetRef: spec.child('targetRef'), targetRefs: spec.child('targetRefs') };
  if (targetRef.isSet || targetRefs.isSet) return 'its target';
  return spec.get('selector', 'matchLabels').keys().length > 0
    ? 'the selected workloads'
    : 'every workload of the namespace';
}

/**
 * Does a `from` or `to` let everybody through? Principals, request principals and namespaces of "*" do not: they want a
 * client with an identity, or a valid token.
 */
function asksForNothing(part: Field): boolean {
  if (part.name !== 'from' && part.name !== 'to') return false;
  const wrapper = part.name === 'from' ? 'source' : 'operation';
  return part.items().some((item) => {
    const conditions = item.child(wrapper).entries();
    const set = conditions.filter((condition) => condition.isSet);
    return set.length > 0 && set.every(isEverything);
  });
}

const EVERYTHING = new Map([
  ['paths', ['*', '/*']],
  ['methods', ['*']],
  ['hosts', ['*']],
  ['ipBlocks', ['0.0.0.0/0']],
  ['remoteIpBlocks', ['0.0.0.0/0']],
]);

function isEverything(condition: Field): boolean {
  const wildcards = EVERYTHING.get(condition.name);
  return wildcards !== undefined && condition.texts().some((text) => wildcards.includes(text));
}
