import { defineRule } from '../../engine/rule.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** A namespace that is not there calls nobody: an ALLOW rule for it lets nobody in, a DENY rule keeps nobody out. */
export default defineRule({
  summary: 'The namespaces that an AuthorizationPolicy names are there',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: ['warning', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed', manifestsOnly: true }],
  },
  codes: ['IST0101', 'KIA0101'],
  options: {
    world: {
      ...WORLD_OPTION,
      description:
        'closed: a namespace that nothing in the files is in, or makes, is not there. Else only names one or two letters ' +
        'off a known one are reported.',
    },
    manifestsOnly: {
      type: 'boolean',
      default: false,
      description: 'Only namespaces with a manifest of their own are there, as istioctl has it.',
    },
  },
  messages: {
    missing: {
      text: 'There is no namespace "{{name}}", so {{effect}}.',
      help: '{{wanted}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://kiali.io/docs/features/validations/#kia0101',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['namespaces', 'notNamespaces'],
  check(policy, context) {
    const { mesh } = context;
    const known = context.options.manifestsOnly
      ? mesh.ofKind('Namespace', '').map(({ name }) => name)
      : [...mesh.namespaces().keys(), mesh.rootNamespace];
    const rules = policy.spec.child('rules').items();
    const sources = rules.flatMap((rule) => [...rule.child('from').items()]).map((from) => from.child('source'));
    for (const source of sources)
      for (const list of ['namespaces', 'notNamespaces'])
        for (const field of source.child(list).items()) judge(field, list === 'namespaces');

    function judge(field: Field, isPositive: boolean): void {
      const name = field.string;
      if (!name || known.some((each) => matches(each, name))) return;
      const absence = absenceOf(context, { kind: 'Namespace', namespace: '', name }, known, () =>
        isInventoried(mesh, '', ['', 'Namespace']),
      );
      if (!absence) return;
      const { near } = absence;
      const edit = near === undefined ? undefined : rewriteString(field, near);
      const suggestions = edit ? [{ desc: `Write ${near}`, edit }] : [];
      const wanted = near ? `Write ${near}.` : 'Write the name of a namespace that is there.';
      const effect = isPositive ? 'nobody calls from it' : 'it excepts nobody';
      context.report(field, 'missing', { name, effect, wanted }, { suggestions });
    }
  },
});

/** As Istio compares them: in any case of letters, with `*` at one end. */
function matches(namespace: string, wanted: string): boolean {
  const [own, text] = [namespace.toLowerCase(), wanted.toLowerCase()];
  if (text.startsWith('*')) return own.endsWith(text.slice(1));
  return text.endsWith('*') ? own.startsWith(text.slice(0, -1)) : own === text;
}
