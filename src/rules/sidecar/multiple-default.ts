import { defineRule } from '../../engine/rule.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { isAmbientNamespace } from '../../mesh/membership.ts';
import { holdsForAll, namesOf, rivalDefaults } from '../../mesh/policy-scope.ts';

/** Istio follows one of them, and does not say which: what services a workload can reach is then left to chance. */
export default defineRule({
  summary: 'A namespace has at most one Sidecar for all of its workloads',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { meeting: 'all' }] },
  codes: ['IST0111', 'KIA0002'],
  options: { meeting: MEETING_OPTION },
  messages: {
    several: {
      text: 'There is {{others}} for all workloads of {{where}} too, and Istio follows only one of them.',
      help: 'Keep one of them, or give the others a selector.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0111/',
    'https://kiali.io/docs/features/validations/#kia0002',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  checkMesh(mesh, context) {
    const own = mesh.ofKind('Sidecar', 'networking.istio.io').filter((each) => holdsForAll(each, 'workloadSelector'));
    for (const { resource, others, key: namespace } of rivalDefaults(mesh, context.options.meeting, own)) {
      if (isAmbientNamespace(mesh, namespace)) continue;
      const related = others.map((other) => ({
        field: other.metadata.child('name'),
        message: 'for all workloads too',
      }));
      const data = { others: namesOf(others), where: namespace || 'the same namespace' };
      context.report(resource.metadata.child('name'), 'several', data, { related });
    }
  },
});
