import { defineRule } from '../../engine/rule.ts';
import { annotatedIn } from '../../mesh/annotations.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
import { isWrittenByIstio, knownAnnotation } from '../../values/annotations.ts';
import { moveMember } from '../../yaml/move.ts';

/** Most annotations are read from pods, and a Deployment does not hand its own down to them. */
export default defineRule({
  summary: 'Annotations stand on an object of the kind that Istio reads them from',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0107'],
  fix: 'unsafe',
  messages: {
    owner: {
      text: '{{name}} on the {{kind}} itself does nothing: Istio reads it from the pods.',
      help: 'Move it to {{where}}.',
    },
    misplaced: {
      text: '{{name}} does nothing on a {{kind}}: it belongs on a {{kinds}}.',
      help: 'Move it there, or delete it.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0107/',
  ],
  kinds: ['core/Namespace', 'core/Service', ...WORKLOAD_KINDS],
  fields: ['annotations'],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    const where = workload && `${resource.pointerOf(workload.metadata).slice(1).replaceAll('/', '.')}.annotations`;
    for (const { kind, annotations, isAnalyzed } of annotatedIn(resource, context.mesh)) {
      const codes = isAnalyzed ? {} : { codes: [] };
      for (const field of annotations.entries()) {
        const { name } = field;
        const { kinds = ['Any'] } = knownAnnotation(name) ?? {};
        if (kinds.includes('Any') || kinds.includes(kind) || isWrittenByIstio(name)) continue;
        const isOwner = workload !== undefined && kinds.includes('Pod');
        if (!isOwner)
          context.report(field, 'misplaced', { name, kind, kinds: kinds.join(' or ') }, { at: 'key', ...codes });
        else if (!workload.annotations.child(name).exists) {
          const [first] = workload.annotations.entries();
          const edit = first && moveMember(field, first);
          const extras = { at: 'key', ...codes, ...(edit ? { fix: edit } : {}) } as const;
          context.report(field, 'owner', { name, kind, where: where ?? '' }, extras);
        }
      }
    }
  },
});
