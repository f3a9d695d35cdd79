import { defineRule } from '../../engine/rule.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { holdsForAll, namesOf, rivalDefaults } from '../../mesh/policy-scope.ts';

/** Istio follows the oldest one of them and overlooks the rest, by a creation time that no repository knows. */
export default defineRule({
  summary: 'A namespace has at most one Telemetry for all of its workloads',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { meeting: 'all' }] },
  codes: ['IST0160', 'KIA0002'],
  options: { meeting: MEETING_OPTION },
  messages: {
    several: {
      text: 'There is {{others}} for all workloads of {{where}} too, and Istio follows only the oldest of them.',
      help: 'Keep one of them, or give the others a selector.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/telemetry/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0160/',
    'https://kiali.io/docs/features/validations/#kia0002',
  ],
  kinds: ['telemetry.istio.io/Telemetry'],
  checkMesh(mesh, context) {
    const own = mesh.ofKind('Telemetry', 'telemetry.istio.io').filter((each) => holdsForAll(each, 'selector'));
    for (const { resource, others, key: namespace } of rivalDefaults(mesh, context.options.meeting, own)) {
      const related = others.map((other) => ({
        field: other.metadata.child('name'),
        message: 'for all workloads too',
      }));
      const data = { others: namesOf(others), where: namespace || 'the same namespace' };
      context.report(resource.metadata.child('name'), 'several', data, { related });
    }
  },
});
