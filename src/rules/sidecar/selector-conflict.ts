import { defineRule } from '../../engine/rule.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { namesOf, rivalSelectors } from '../../mesh/policy-scope.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';

/** Istio follows one of them, and does not say which: what services a workload can reach is then left to chance. */
export default defineRule({
  summary: 'No two Sidecar resources choose the same workload',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { meeting: 'all' }] },
  codes: ['IST0110', 'KIA0003'],
  options: { meeting: MEETING_OPTION },
  messages: {
    conflict: {
      text: 'The selector of {{others}} chooses {{what}} too, and Istio follows only one of them.',
      help: 'Merge them, or give them selectors that choose different workloads.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0110/',
    'https://kiali.io/docs/features/validations/#kia0003',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  checkMesh(mesh, context) {
    const own = mesh.ofKind('Sidecar', 'networking.istio.io');
    for (const { resource, others, key } of rivalSelectors(mesh, context.options.meeting, own)) {
      const related = others.map((other) => ({ field: selectorOf(other), message: `"${other.name}" chooses them` }));
      const what = typeof key === 'string' ? 'the same pods' : `pods of ${key.resource.display}`;
      context.report(selectorOf(resource), 'conflict', { others: namesOf(others), what }, { at: 'key', related });
    }
  },
});
