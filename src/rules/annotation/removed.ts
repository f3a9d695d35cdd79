import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { workloadOf } from '../../mesh/workloads.ts';
import type { Field } from '../../yaml/field.ts';

/** Istio reads annotations that it does not know as nothing, so a setting that went away goes away in silence. */
export default defineRule({
  summary: 'No annotation or label is one that Istio has removed',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  codes: ['IST0108'],
  messages: {
    removed: { text: '{{key}} was removed{{since}}, so it has no effect.', help: '{{successor}}' },
  },
  sources: ['https://istio.io/latest/docs/reference/config/annotations/', 'https://istio.io/latest/news/releases/'],
  kinds: ['*'],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    const metadata = workload && workload.resource.kind !== 'Pod' ? [workload.labels, workload.annotations] : [];
    const selectors = resource.group.endsWith('.istio.io')
      ? [resource.spec.child('selector'), resource.get('spec', 'selector', 'matchLabels')]
      : [];
    for (const map of [resource.labels, resource.annotations, ...metadata, ...selectors]) {
      for (const field of map.entries()) reportRemoved(field);
    }

    function reportRemoved(field: Field): void {
      const removed = REMOVED[field.name];
      if (!removed || (removed.value !== undefined && field.value !== removed.value)) return;
      if (removed.since && compareVersions(context.istioVersion, removed.since) < 0) return;
      const since = removed.since ? ` in Istio ${removed.since}` : '';
      context.report(field, 'removed', { key: field.name, since, successor: removed.successor }, { at: 'key' });
    }
  },
});

interface Removed {
  /** The first Istio without it; absent: before every version that is still linted for. */
  since?: string;
  /** Only with this value. */
  value?: string;
  successor: string;
}

/** Source: Istio's release notes, and the annotations and labels that its API no longer holds. */
const REMOVED: Record<string, Removed | undefined> = {
  'sidecar.istio.io/enableCoreDump': {
    successor:
      'Delete it; core dumps are switched on for the whole control plane with values.global.proxy.enableCoreDump.',
  },
  'sidecar.istio.io/statsCompression': {
    since: '1.29',
    successor: 'Set statsCompression in the annotation proxy.istio.io/config.',
  },
  'ambient.istio.io/redirection': {
    value: 'disabled',
    successor: 'Write the label istio.io/dataplane-mode: none on the pods.',
  },
  'istio.io/gateway-name': { successor: 'Use the label gateway.networking.k8s.io/gateway-name.' },
};
