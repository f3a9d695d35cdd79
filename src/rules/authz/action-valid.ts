import { type Context, defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import {
  actionOf,
  isEmptyList,
  rulesOf,
  SOURCE_FIELDS,
  sourcesOf,
  writtenLists,
} from '../../mesh/authorization-policy.ts';
import { attributeOf } from '../../mesh/settings/authz-attributes.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  'custom-without-rules': {
    text: 'A CUSTOM policy without rules asks its provider about no request, so Istio rejects it.',
    help: 'Write rules; an empty rule, "- {}", stands for every request.',
  },
  'deny-without-rules': {
    text: 'A DENY policy without rules denies nothing, so Istio rejects it.',
    help: 'Write rules; an empty rule, "- {}", denies every request.',
  },
  'no-provider': {
    text: 'A CUSTOM policy leaves the decision to a provider, and this one names none, so Istio rejects it.',
    help: 'Write provider.name: the name of an entry in extensionProviders of the mesh config.',
  },
  'provider-unused': {
    text: 'Only CUSTOM policies ask a provider, and the action is {{action}}, so Istio rejects this one.',
    help: 'Write action: CUSTOM, or delete provider.',
  },
  'custom-source': {
    text: 'A CUSTOM policy cannot select callers by {{name}}, so Istio rejects it.',
    help: 'Select by IP address, path, host, method or port, and ask for the identity in an ALLOW or DENY policy beside it.',
  },
  'custom-condition': {
    text: 'A CUSTOM policy cannot have a condition on {{key}}, so Istio rejects it.',
    help: 'Delete the condition, and ask for the identity in an ALLOW or DENY policy beside it.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** The action decides which other parts a policy needs, and which it cannot have. */
export default defineRule({
  summary: 'An AuthorizationPolicy has the rules and provider that its action needs',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action',
    'https://istio.io/latest/docs/tasks/security/authorization/authz-custom/',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  check(policy, context) {
    const { spec } = policy;
    const [action, provider, rules] = [actionOf(policy), spec.child('provider'), spec.child('rules')];
    if (action === undefined) return;
    const lacksRules = isEmptyList(rules) && !isAbsentBySlip(rules, policy);
    if (action === 'CUSTOM') {
      if (lacksRules) context.report(rules, 'custom-without-rules');
      else if (lacksName(provider, policy))
        context.report(provider.isMap ? provider.child('name') : provider, 'no-provider');
      for (const rule of rulesOf(policy)) checkCustomRule(rule, context);
    } else {
      if (action === 'DENY' && lacksRules) context.report(rules, 'deny-without-rules');
      if (provider.isMap) context.report(provider, 'provider-unused', { action }, { at: 'key' });
    }
  },
});

function checkCustomRule(rule: Field, context: Here): void {
  for (const source of sourcesOf(rule)) {
    for (const { list, known } of writtenLists(source, SOURCE_FIELDS)) {
      // core/unknown-field says so of what this Istio does not have.
      if (!isServed(known, context)) continue;
      if (known.kind !== 'ip' && list.items().length > 0)
        context.report(list, 'custom-source', { name: known.name }, { at: 'key' });
    }
  }
  for (const condition of rule.child('when').items()) {
    const key = condition.child('key');
    // authz/condition-valid says so of what this Istio does not have.
    if (key.string !== undefined && isIdentity(key.string) && isServed(attributeOf(key.string) ?? {}, context))
      context.report(key, 'custom-condition', { key: key.string });
  }
}

const IDENTITIES = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];

function isIdentity(key: string): boolean {
  return IDENTITIES.includes(key) || key.startsWith('request.auth.');
}

function isServed({ since = '1.0' }: { since?: string }, context: Here): boolean {
  return compareVersions(context.istioVersion, since) >= 0;
}

/** Is it not written because the patch leaves it to its base, or because its name is misspelt? */
function isAbsentBySlip(field: Field, policy: Resource): boolean {
  return !field.exists && (policy.isPatch || isMisspelt(field));
}

function lacksName(provider: Field, policy: Resource): boolean {
  const name = provider.child('name');
  if (!provider.isSet) return !isAbsentBySlip(provider, policy);
  return provider.isMap && (name.string === '' || (!name.isSet && !isAbsentBySlip(name, policy)));
}
