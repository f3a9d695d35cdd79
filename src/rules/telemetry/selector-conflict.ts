import { defineRule } from '../../engine/rule.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { namesOf, rivalSelectors } from '../../mesh/policy-scope.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';

/** Istio follows the oldest one of them and overlooks the rest, by a creation time that no repository knows. */
export default defineRule({
  summary: 'No two Telemetry resources choose the same workload',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { meeting: 'all' }] },
  codes: ['IST0159', 'KIA0003'],
  options: { meeting: MEETING_OPTION },
  messages: {
    conflict: {
      text: 'The selector of {{others}} chooses {{what}} too, and Istio follows only the oldest of them.',
      help: 'Merge them, or give them selectors that choose different workloads.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/telemetry/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0159/',
    'https://kiali.io/docs/features/validations/#kia0003',
  ],
  kinds: ['telemetry.istio.io/Telemetry'],
  checkMesh(mesh, context) {
    const own = mesh.ofKind('Telemetry', 'telemetry.istio.io');
    for (const { resource, others, key } of rivalSelectors(mesh, context.options.meeting, own)) {
      const related = others.map((other) => ({ field: selectorOf(other), message: `"${other.name}" chooses them` }));
      const what = typeof key === 'string' ? 'the same pods' : `pods of ${key.resource.display}`;
      context.report(selectorOf(resource), 'conflict', { others: namesOf(others), what }, { at: 'key', related });
    }
  },
});
