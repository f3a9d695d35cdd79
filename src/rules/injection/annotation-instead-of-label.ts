import { defineRule } from '../../engine/rule.ts';
import { annotatedIn } from '../../mesh/annotations.ts';
import { INJECT_LABEL, INJECTION_LABEL } from '../../mesh/injection.ts';
import { WORKLOAD_KINDS } from '../../mesh/workloads.ts';
import { moveMember } from '../../yaml/move.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';

/** The webhook can select by labels alone: a pod with the annotation asks istiod each time, if it is asked at all. */
export default defineRule({
  summary: 'Pods ask for a sidecar, or decline one, by the label',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'warning', 'istioctl-parity': 'info' },
  codes: ['IST0135'],
  fix: 'unsafe',
  messages: {
    deprecated: {
      text: 'The annotation sidecar.istio.io/inject is deprecated in favour of the label of the same name.',
      help: 'Write it as a label of the pods.',
    },
    'no-effect': {
      text: 'The annotation sidecar.istio.io/inject asks for a sidecar in a namespace without injection, where only the label is heeded.',
      help: 'Write it as a label of the pods.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
    'https://istio.io/latest/docs/reference/config/annotations/#SidecarInject',
    'https://istio.io/latest/docs/reference/config/analysis/ist0135/',
  ],
  kinds: [...WORKLOAD_KINDS],
  fields: [INJECT_LABEL],
  check(resource, context) {
    const { mesh } = context;
    for (const { annotations, labels, kind, isAnalyzed } of annotatedIn(resource, mesh)) {
      const field = annotations.child(INJECT_LABEL);
      if (!field.isSet || labels.child(INJECT_LABEL).exists) continue;
      const [first] = labels.entries();
      const edit = first && moveMember(field, first);
      const { manifests = [] } = mesh.namespaces().get(mesh.namespaceOf(resource)) ?? {};
      const isOff =
        kind === 'Pod' &&
        field.value === 'true' &&
        manifests.length > 0 &&
        manifests.every((manifest) => manifest.labels.keys().every(isNoChoice));
      const extras = { at: 'key', ...(edit ? { fix: edit } : {}), ...(isAnalyzed ? {} : { codes: [] }) } as const;
      if (isOff) context.report(field, 'no-effect', {}, { ...extras, level: 'warning' });
      else context.report(field, 'deprecated', {}, extras);
    }
  },
});

/** Is it a label of a namespace that no webhook looks at? */
function isNoChoice(label: string): boolean {
  return label !== INJECTION_LABEL && !label.startsWith('istio.io/') && !hasPlaceholder(label);
}
