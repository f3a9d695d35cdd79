import { defineRule } from '../../engine/rule.ts';
import { AMBIENT_MARKS } from '../../mesh/ambient.ts';
import { sidecarInAmbient } from '../../mesh/sidecar-in-ambient.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';

/** Istio supports no pod with both, and where it can tell, the sidecar wins in silence. */
export default defineRule({
  summary: 'Pods are in the mesh by a sidecar or in ambient mode, not asked into both',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'error', strict: 'error', ambient: 'error' },
  codes: ['KIA1311', 'KIA1314', 'KIA1315', 'KIA1316'],
  setFields: AMBIENT_MARKS,
  messages: {
    both: {
      text: 'The pods bring a container istio-proxy and are taken into ambient mode too: a sidecar and ztunnel for one pod, which Istio does not support.',
      help: 'Delete the container, or keep the pods out of ambient mode by the label istio.io/dataplane-mode: none.',
    },
    asked: {
      text: 'The pods ask for ambient mode and have a sidecar, by {{sidecar}}, so they are left out of ambient mode.',
      help: 'Keep one of the two: sidecar.istio.io/inject: "false" keeps the sidecar away.',
    },
    inherited: {
      text: 'The pods have a sidecar, by {{sidecar}}, in a Namespace in ambient mode, so they are left out of it.',
      help: 'Take the sidecar away, or write istio.io/dataplane-mode: none on the pods to say that it is meant.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ambient/usage/add-workloads/#pod-selection-logic-for-ambient-and-sidecar-modes',
    'https://istio.io/latest/docs/ambient/architecture/data-plane/',
  ],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const { mesh } = context;
    if (resource.isPatch) return;
    const workload = workloadOf(resource, mesh);
    const found = workload && sidecarInAmbient(mesh, workload);
    if (!found) return;
    const { sidecar, mode, outcome } = found;
    if (outcome === 'both') {
      const related = [{ field: mode, message: 'ambient mode is set here' }];
      context.report(sidecar, 'both', {}, { related, codes: ['KIA1315'] });
      return;
    }
    const isAsked = mode.parent === workload.labels;
    const by = sidecar.name === 'name' ? 'the container istio-proxy' : `${sidecar.name}: ${sidecar.value}`;
    const data = { sidecar: by };
    if (isAsked)
      context.report(mode, 'asked', data, {
        related: [{ field: sidecar, message: 'the sidecar comes from here' }],
        codes: ['KIA1311', 'KIA1314'],
      });
    else
      context.report(sidecar, 'inherited', data, {
        at: sidecar.name === 'name' ? 'value' : 'key',
        related: [{ field: mode, message: 'ambient mode is set here' }],
        codes: ['KIA1316'],
        level: 'warning',
      });
  },
});
