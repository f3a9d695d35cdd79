import { defineRule } from '../../engine/rule.ts';
import { AMBIENT_MARKS } from '../../mesh/ambient.ts';
import { isAmbientNamespace, membershipIn } from '../../mesh/membership.ts';
import { selectedWorkloads, selectorOf } from '../../mesh/selected-workloads.ts';

/** A Sidecar configures sidecars; what a waypoint or ztunnel may reach it does not limit. */
export default defineRule({
  summary: 'No Sidecar is for workloads in ambient mode, which have no sidecar',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'warning', strict: 'warning', ambient: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0167'],
  setFields: AMBIENT_MARKS,
  messages: {
    namespace: {
      text: 'The workloads of {{namespace}} are in ambient mode, without sidecars, so this Sidecar does nothing.',
      help: 'Delete it.',
    },
    selected: {
      text: 'The selector chooses {{workload}}, whose pods are in ambient mode, without sidecars, so this Sidecar does nothing for them.',
      help: 'Delete it.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0167/',
    'https://istio.io/latest/docs/ambient/overview/',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  check(sidecar, context) {
    const { mesh } = context;
    if (sidecar.isPatch) return;
    const selector = selectorOf(sidecar);
    const namespace = mesh.namespaceOf(sidecar);
    if (selector.keys().length === 0) {
      if (isAmbientNamespace(mesh, namespace))
        context.report(sidecar.metadata.child('name'), 'namespace', { namespace });
      return;
    }
    const chosen = selectedWorkloads(mesh, sidecar).filter((workload) => workload.namespace === namespace);
    const ambient = chosen.find((workload) => membershipIn(mesh, workload) === 'ambient');
    if (ambient) context.report(selector, 'selected', { workload: ambient.resource.display }, { at: 'key' });
  },
});
