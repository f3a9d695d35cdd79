import { type Context, defineRule } from '../../engine/rule.ts';
import { dnsLabelProblem } from '../../values/dns.ts';
import type { Field } from '../../yaml/field.ts';
import { keepOnly } from '../../yaml/insert.ts';
import { removeItem } from '../../yaml/remove-item.ts';

const MESSAGES = {
  namespace: {
    text: '"{{value}}" in exportTo {{problem}}, so Istio rejects it.',
    help: 'Write the name of a namespace, "." for the own one, or "*" for all.',
  },
  'no-one': {
    text: '"~" (no namespace) in exportTo is for ServiceEntry only, so Istio rejects it.',
    help: 'Write "." for the own namespace.',
  },
  duplicate: {
    text: 'exportTo names the namespace {{namespace}} twice, so Istio rejects it.',
    help: 'Delete one of the two.',
  },
  'all-and-some': {
    text: '"{{value}}" in exportTo stands beside other entries, which mean nothing then, so Istio rejects it.',
    help: 'Write "{{value}}" alone, or the others without it.',
  },
  'selector-beyond': {
    text: 'A DestinationRule with workloadSelector holds for clients of its own namespace, so Istio rejects another exportTo.',
    help: 'Write exportTo: ["."].',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** Which namespaces see the resource. */
export default defineRule({
  summary: 'The list exportTo names namespaces, each of them once',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'either',
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
  ],
  kinds: [
    'networking.istio.io/VirtualService',
    'networking.istio.io/DestinationRule',
    'networking.istio.io/ServiceEntry',
  ],
  fields: ['exportTo'],
  check(resource, context) {
    const list = resource.spec.child('exportTo');
    const fields = list.items();
    if (fields.length === 0 || fields.some(({ string }) => string === undefined)) return;
    // Admission fills in this one where the manifest names none.
    const own = context.mesh.namespaceOf(resource) || 'default';
    if (!checkEntries(fields, own, resource.kind === 'ServiceEntry', context)) return;
    if (resource.kind !== 'DestinationRule' || !resource.spec.child('workloadSelector').isSet) return;
    const beyond = fields.find(({ string }) => string !== '.' && string !== own);
    if (beyond) context.report(beyond, 'selector-beyond');
  },
});

/** Are all entries good by themselves? */
function checkEntries(fields: readonly Field[], own: string, isServiceEntry: boolean, context: Here): boolean {
  const seen = new Map<string, Field>();
  let isGood = true;
  for (const field of fields) {
    const value = field.string ?? '';
    const namespace = value === '.' ? own : value;
    const first = seen.get(namespace);
    const problem = ['*', '.', '~'].includes(value) ? undefined : dnsLabelProblem(value);
    if (first) {
      const related = [{ field: first, message: 'it stands here too' }];
      const edit = first.string === value ? removeItem(field) : undefined;
      context.report(field, 'duplicate', { namespace }, { related, ...(edit ? { fix: edit, safety: 'safe' } : {}) });
    } else if (value === '~' && !isServiceEntry) context.report(field, 'no-one');
    else if (problem) context.report(field, 'namespace', { value, problem });
    else {
      seen.set(namespace, field);
      continue;
    }
    isGood = false;
  }
  const alone = [...seen].find(([value]) => value === '*' || value === '~');
  if (isGood && alone && fields.length > 1) {
    const edit = keepOnly(alone[1]);
    context.report(alone[1], 'all-and-some', { value: alone[0] }, edit ? { fix: edit, safety: 'unsafe' } : {});
    return false;
  }
  return isGood;
}
