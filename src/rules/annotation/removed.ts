import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { workloadOf } from '../../mesh/workloads.ts';
import { replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { deleteMember } from '../../yaml/move.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Istio reads annotations that it does not know as nothing, so a setting that went away goes away in silence. */
export default defineRule({
  summary: 'No annotation or label is one that Istio has removed',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  codes: ['IST0108', 'IST0135'],
  fix: 'either',
  messages: {
    removed: { text: '{{key}} was removed in Istio {{since}}, so it has no effect.', help: '{{successor}}' },
    selector: {
      text: 'Gateways that Istio {{since}} or later deploys do not carry the label {{key}}, so this selector misses them.',
      help: 'Select by {{successor}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/labels/',
    'https://istio.io/latest/news/releases/',
  ],
  kinds: ['*'],
  fields: [
    'sidecar.istio.io/enableCoreDump',
    'sidecar.istio.io/statsCompression',
    'ambient.istio.io/redirection',
    'istio.io/gateway-name',
  ],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    const pods = workload && resource.kind !== 'Pod' ? [workload.annotations] : [];
    for (const map of [resource.annotations, resource.get('spec', 'infrastructure', 'annotations'), ...pods]) {
      for (const field of map.entries()) reportAnnotation(field);
    }
    if (!workload) for (const selector of selectorsOf(resource)) reportSelector(selector.child(GATEWAY_NAME));

    function reportAnnotation(field: Field): void {
      const { since, value, successor, codes, useless } = ANNOTATIONS[field.name] ?? {};
      if (!since || !successor || (value !== undefined && field.value !== value)) return;
      if (compareVersions(context.istioVersion, since) < 0) return;
      const edit = useless ? deleteMember(field) : undefined;
      const extras = { at: 'key', codes: codes ?? [], safety: 'safe', ...(edit ? { fix: edit } : {}) } as const;
      const key = value === undefined ? field.name : `${field.name}: ${value}`;
      context.report(field, 'removed', { key, since, successor }, extras);
    }

    function reportSelector(field: Field): void {
      const { keySpan, parent } = field;
      if (!keySpan || compareVersions(context.istioVersion, '1.24') < 0) return;
      if (context.mesh.workloads().some(({ labels }) => labels.child(GATEWAY_NAME).exists)) return;
      const quoted = field.document.text(keySpan).startsWith('"');
      const name = quoted ? JSON.stringify(NEW_GATEWAY_NAME) : NEW_GATEWAY_NAME;
      const edit = parent?.child(NEW_GATEWAY_NAME).exists ? undefined : replaceSpan(field, keySpan, name);
      const data = { key: GATEWAY_NAME, since: '1.24', successor: NEW_GATEWAY_NAME };
      // Pods that it did not choose so far will be chosen.
      const fix = edit ? { fix: edit, safety: 'unsafe' as const } : {};
      context.report(field, 'selector', data, { at: 'key', codes: [], ...fix });
    }
  },
});

function selectorsOf({ spec }: Resource): Field[] {
  const names = ['selector', 'podSelector', 'workloadSelector'];
  const selectors = names.map((name) => spec.child(name));
  return selectors.flatMap((selector) => [selector, selector.child('matchLabels'), selector.child('labels')]);
}

const GATEWAY_NAME = 'istio.io/gateway-name';
const NEW_GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

interface Removed {
  /** The first Istio without it. */
  since: string;
  /** Only with this value. */
  value?: string;
  successor: string;
  codes?: string[];
  /** Nothing takes its place, so it may be deleted. */
  useless?: true;
}

/** Source: Istio's release notes, and the annotations that its API no longer holds. */
const ANNOTATIONS: Record<string, Removed | undefined> = {
  'sidecar.istio.io/enableCoreDump': {
    since: '1.25',
    successor: "Delete it; Istio's samples show how to collect core dumps of the proxy (samples/proxy-coredump).",
    codes: ['IST0108'],
    useless: true,
  },
  'sidecar.istio.io/statsCompression': {
    since: '1.29',
    successor: 'Set statsCompression in the annotation proxy.istio.io/config, to true or false.',
    codes: ['IST0135'],
  },
  'ambient.istio.io/redirection': {
    since: '1.22',
    value: 'disabled',
    successor: 'Write the label istio.io/dataplane-mode: none on the pods.',
  },
};
