import { type Context, defineRule } from '../../engine/rule.ts';
import { isEmptyList, OPERATION_FIELDS, rulesOf, SOURCE_FIELDS } from '../../mesh/authorization-policy.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'no-source': {
    text: 'This entry of "from" has no source, so Istio rejects the policy.',
    help: 'Write source: and below it who may call, as in namespaces: [shop]; delete "from" to mean every caller.',
  },
  'empty-source': {
    text: 'This source asks for nothing, so Istio rejects the policy.',
    help: 'Write who may call, as in namespaces: [shop]; delete "from" to mean every caller.',
  },
  'no-operation': {
    text: 'This entry of "to" has no operation, so Istio rejects the policy.',
    help: 'Write operation: and below it what may be called, as in methods: [GET]; delete "to" to mean everything.',
  },
  'empty-operation': {
    text: 'This operation asks for nothing, so Istio rejects the policy.',
    help: 'Write what may be called, as in methods: [GET]; delete "to" to mean everything.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** An empty part may be meant as "everything" or "nothing", so Istio takes none. */
export default defineRule({
  summary: 'The sources and operations in the rules of an AuthorizationPolicy ask for something',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
    'https://istio.io/latest/docs/concepts/security/#authorization-policies',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['from', 'to'],
  check(policy, context) {
    for (const rule of rulesOf(policy)) {
      for (const item of rule.child('from').items())
        checkPart(item, 'source', SOURCE_LISTS, ['no-source', 'empty-source'], context);
      for (const item of rule.child('to').items())
        checkPart(item, 'operation', OPERATION_LISTS, ['no-operation', 'empty-operation'], context);
    }
  },
});

const SOURCE_LISTS = SOURCE_FIELDS.map(({ name }) => name);
const OPERATION_LISTS = OPERATION_FIELDS.map(({ name }) => name);

function checkPart(
  item: Field,
  name: 'source' | 'operation',
  lists: readonly string[],
  [missing, empty]: [keyof typeof MESSAGES, keyof typeof MESSAGES],
  context: Here,
): void {
  const part = item.child(name);
  // What stands there under another name is for core/unknown-field to say.
  if (item.isMap && !part.isSet && item.keys().every((key) => key === name)) context.report(item, missing);
  else if (part.isMap && part.entries().every(isEmptyList) && part.keys().every((key) => lists.includes(key)))
    context.report(part, empty, {}, { at: 'key' });
}
