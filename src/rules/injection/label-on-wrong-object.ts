import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL, INJECT_LABEL, INJECTION_LABEL, WAYPOINT_LABEL } from '../../mesh/injection.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';

/** Istio looks at pods and namespaces; the same label on the object in between is read by nobody. */
export default defineRule({
  summary: 'Labels that steer the data plane stand on the object that Istio reads them from',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  codes: ['IST0107'],
  messages: {
    'on-owner': {
      text: '{{label}} on the {{kind}} itself has no effect: Istio reads it from the pods.',
      help: 'Move it to {{where}}.',
    },
    'on-pods': {
      text: '{{label}} has no effect on a {{kind}}: it is a label of namespaces.',
      help: 'Put it on the Namespace, or write sidecar.istio.io/inject: "true" on the pods.',
    },
    'on-namespace': {
      text: 'sidecar.istio.io/inject has no effect on a Namespace: it is a label of pods.',
      help: 'Write istio-injection: enabled, or disabled.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/labels/',
    'https://istio.io/latest/docs/reference/config/annotations/',
  ],
  kinds: ['core/Namespace', 'core/Service', ...WORKLOAD_KINDS],
  check(resource, context) {
    const { kind, labels, annotations } = resource;
    if (kind === 'Namespace') {
      for (const map of [labels, annotations]) {
        const field = map.child(INJECT_LABEL);
        if (field.exists) context.report(field, 'on-namespace', {}, { at: 'key' });
      }
      return;
    }
    const workload = workloadOf(resource, context.mesh);
    const maps = workload ? [labels, workload.labels] : [labels];
    for (const map of new Set(maps)) {
      const field = map.child(INJECTION_LABEL);
      if (field.exists) context.report(field, 'on-pods', { label: INJECTION_LABEL, kind }, { at: 'key' });
    }
    if (!workload || kind === 'Pod') return;
    const where = `${resource.pointerOf(workload.metadata).slice(1).replaceAll('/', '.')}.labels`;
    for (const map of [labels, annotations]) {
      for (const label of OF_PODS) {
        const field = map.child(label);
        const repeated = workload.labels.child(label).exists || workload.annotations.child(label).exists;
        if (field.exists && !repeated) context.report(field, 'on-owner', { label, kind, where }, { at: 'key' });
      }
    }
  },
});

const OF_PODS = [INJECT_LABEL, DATAPLANE_MODE_LABEL, WAYPOINT_LABEL];
