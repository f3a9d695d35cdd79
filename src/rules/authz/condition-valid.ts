import { type Context, defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { isEmptyList, rulesOf, type ValueKind } from '../../mesh/authorization-policy.ts';
import { ATTRIBUTES, type Attribute, attributeOf, REMOVED_ATTRIBUTES } from '../../mesh/settings/authz-attributes.ts';
import { CONDITION_VALUE_MESSAGES, valueProblems } from '../../mesh/settings/authz-values.ts';
import { suggest } from '../../text/suggest.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'empty-key': {
    text: 'The condition has an empty key, so Istio rejects the policy.',
    help: 'Write the attribute that the condition is on, such as request.headers[x-tenant].',
  },
  'no-values': {
    text: 'The condition on {{key}} has no values to compare with, so Istio rejects the policy.',
    help: 'Write values, or notValues for what is not to be; "*" asks that the attribute is present.',
  },
  'unknown-attribute': {
    text: 'Istio {{istio}} has no attribute "{{key}}" to write conditions on, so it rejects the policy.',
    help: 'Write {{wanted}}.',
  },
  'removed-attribute': {
    text: 'There are no conditions on {{key}} any more, so Istio rejects the policy.',
    help: '{{instead}}.',
  },
  'no-name': {
    text: 'The key "{{key}}" does not name what it is on in brackets at its end, so Istio rejects the policy.',
    help: 'Write {{example}}.',
  },
  'too-many': {
    text: 'The condition lists {{count}} service accounts, and Istio takes at most {{most}}.',
    help: 'Write further conditions in rules of their own, or match by source.namespace or source.principal.',
  },
  ...CONDITION_VALUE_MESSAGES,
};

type Here = Context<keyof typeof MESSAGES>;

const MOST_SERVICE_ACCOUNTS = 16;

/** A condition can be on the attributes that Istio knows, and each has values of one kind. */
export default defineRule({
  summary: 'The conditions of an AuthorizationPolicy are on attributes that Istio has, with values that fit',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/security/conditions/'],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['when'],
  check(policy, context) {
    for (const condition of rulesOf(policy).flatMap((rule) => rule.child('when').items())) {
      const field = condition.child('key');
      const key = field.string;
      if (key === undefined) continue;
      const attribute = attributeOf(key);
      if (key === '') context.report(field, 'empty-key');
      else if (!attribute || !isServed(attribute, context)) reportAttribute(field, key, context);
      else if (attribute.named && !/^[^[]+\[.+\]$/s.test(key))
        context.report(field, 'no-name', { key, example: attribute.named });
      else checkValues(condition, key, attribute.kind, context);
    }
  },
});

/** What this Istio does not have yet is unknown to it. */
function isServed({ since = '1.0' }: Attribute, context: Here): boolean {
  return compareVersions(context.istioVersion, since) >= 0;
}

function reportAttribute(field: Field, key: string, context: Here): void {
  const removed = REMOVED_ATTRIBUTES.find(({ start }) => key.startsWith(start));
  if (removed) {
    context.report(field, 'removed-attribute', { key, instead: removed.instead });
    return;
  }
  const [name = '', brackets = ''] = key.split(/(?=\[)/);
  const known = ATTRIBUTES.filter((each) => !each.key.endsWith('.') && isServed(each, context));
  const near = suggest(
    name,
    known.map((each) => each.key),
  );
  const wanted =
    near && (known.some((each) => each.key === near && each.named) ? `${near}${brackets || '[name]'}` : near);
  const edit = wanted && rewriteString(field, wanted);
  const data = {
    key,
    istio: context.istioVersion,
    wanted: wanted ?? `one of ${known.map(({ key, named }) => (named ? `${key}[name]` : key)).join(', ')}`,
  };
  context.report(field, 'unknown-attribute', data, edit ? { suggestions: [{ desc: `Write ${wanted}`, edit }] } : {});
}

const PARTS = ['key', 'values', 'notValues'];

function checkValues(condition: Field, key: string, kind: ValueKind, context: Here): void {
  const lists = ['values', 'notValues'].map((name) => condition.child(name));
  // What stands there under another name is for core/unknown-field to say.
  if (lists.every(isEmptyList) && condition.keys().every((each) => PARTS.includes(each)))
    context.report(condition.child('key'), 'no-values', { key });
  for (const list of lists) {
    const count = list.items().length;
    if (kind === 'service-account' && count > MOST_SERVICE_ACCOUNTS)
      context.report(list, 'too-many', { count, most: MOST_SERVICE_ACCOUNTS }, { at: 'key' });
    for (const { field, id, data } of valueProblems(list, kind, key, CONDITION_VALUE_MESSAGES))
      context.report(field, id, data);
  }
}
