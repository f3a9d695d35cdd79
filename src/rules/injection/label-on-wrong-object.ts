import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL, INJECT_LABEL, INJECTION_LABEL, WAYPOINT_LABEL } from '../../mesh/injection.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
import { type Edit, replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { moveMember } from '../../yaml/move.ts';

/** Istio looks at pods and namespaces; the same label on the object in between is read by nobody. */
export default defineRule({
  summary: 'Labels that steer the data plane stand on the object that Istio reads them from',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  fix: 'unsafe',
  messages: {
    'on-owner': {
      text: '{{label}} on the {{kind}} itself has no effect: Istio reads it from the pods.',
      help: 'Move it to {{where}}.',
    },
    'on-workload': {
      text: '{{label}} has no effect on a {{kind}}: Istio reads it from the Namespace.',
      help: 'Put it on the Namespace, or write sidecar.istio.io/inject: "{{inject}}" on the pods.',
    },
    'on-namespace': {
      text: 'sidecar.istio.io/inject has no effect on a Namespace: Istio reads it from the pods.',
      help: 'Write istio-injection: {{injection}} instead.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/labels/'],
  kinds: ['core/Namespace', 'core/Service', ...WORKLOAD_KINDS],
  fields: [INJECTION_LABEL, INJECT_LABEL, DATAPLANE_MODE_LABEL, WAYPOINT_LABEL],
  check(resource, context) {
    const { kind, labels } = resource;
    const workload = workloadOf(resource, context.mesh);
    if (kind === 'Namespace') {
      reportOnNamespace(labels.child(INJECT_LABEL));
      return;
    }
    const maps = workload && kind !== 'Pod' ? [labels, workload.labels] : [labels];
    for (const field of maps.map((map) => map.child(INJECTION_LABEL))) {
      const inject = field.string === 'disabled' ? 'false' : 'true';
      if (field.isSet) context.report(field, 'on-workload', { label: field.name, kind, inject }, { at: 'key' });
    }
    if (!workload || kind === 'Pod') return;
    const where = `${resource.pointerOf(workload.metadata).slice(1).replaceAll('/', '.')}.labels`;
    for (const field of OF_PODS.map((label) => labels.child(label))) {
      const { name: label } = field;
      const repeated = workload.labels.child(label).exists || workload.annotations.child(label).exists;
      if (!field.isSet || repeated) continue;
      const [first] = workload.labels.entries();
      const edit = first && moveMember(field, first);
      context.report(field, 'on-owner', { label, kind, where }, { at: 'key', ...(edit ? { fix: edit } : {}) });
    }

    function reportOnNamespace(field: Field): void {
      if (!field.isSet) return;
      const injection = String(field.value) === 'false' ? 'disabled' : 'enabled';
      const edit = labels.child(INJECTION_LABEL).exists ? undefined : rename(field, `${INJECTION_LABEL}: ${injection}`);
      context.report(field, 'on-namespace', { injection }, { at: 'key', ...(edit ? { fix: edit } : {}) });
    }
  },
});

const OF_PODS = [INJECT_LABEL, DATAPLANE_MODE_LABEL, WAYPOINT_LABEL];

/** Replaces a label, name and value, in a block of labels. */
function rename(field: Field, text: string): Edit | undefined {
  const { keySpan: key, node, document, isUnknown, parent } = field;
  if (!key || node?.type !== 'scalar' || isUnknown || parent?.name !== 'labels') return undefined;
  if (document.text(key).startsWith('"')) return undefined;
  return replaceSpan(field, { start: key.start, end: node.end }, text);
}
