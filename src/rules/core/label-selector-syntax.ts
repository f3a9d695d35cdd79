import { defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { deleteMember } from '../../yaml/move.ts';

/** A selector chooses workloads by labels as they are; one without labels chooses all of the namespace. */
export default defineRule({
  summary: 'Selectors have labels to select by, without wildcards',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: {
    'empty-key': {
      text: 'A label of the selector has no key, so Istio rejects it.',
      help: 'Write the key of the label.',
    },
    wildcard: {
      text: 'The selector has a "*" in {{name}}: {{value}}, but labels are compared as they are, so Istio rejects it.',
      help: 'Write the whole label.',
    },
    'empty-selector': {
      text: 'The selector has no labels, so it selects every workload of the namespace.',
      help: 'Write the labels of the workloads that are meant, or delete {{selector}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/type/workload-selector/',
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector',
  ],
  kinds: [
    'networking.istio.io/DestinationRule',
    'networking.istio.io/EnvoyFilter',
    'networking.istio.io/ProxyConfig',
    'networking.istio.io/ServiceEntry',
    'networking.istio.io/Sidecar',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
    'telemetry.istio.io/Telemetry',
    'extensions.istio.io/WasmPlugin',
    'extensions.istio.io/TrafficExtension',
  ],
  fields: ['workloadSelector', 'selector'],
  check(resource, context) {
    const isAlpha = ALPHA.has(resource.kind);
    const name = isAlpha || resource.kind === 'DestinationRule' ? 'workloadSelector' : 'selector';
    const selector = resource.spec.child(name);
    if (!selector.isMap) return;
    const labels = selector.child(isAlpha ? 'labels' : 'matchLabels');
    for (const field of isAlpha ? labels.entries() : []) {
      const value = field.string ?? '';
      if (field.name === '') context.report(field, 'empty-key', {}, { at: 'key' });
      else if (field.name.includes('*') || value.includes('*'))
        context.report(field, 'wildcard', { name: field.name, value });
    }
    const isEmpty = labels.isMap ? !labels.keys().some((key) => labels.has(key)) : !labels.isSet && !isMisspelt(labels);
    if (!isEmpty || resource.isPatch) return;
    const edit = deleteMember(selector);
    const suggestions = edit ? [{ desc: `Delete ${name}`, edit }] : [];
    context.report(
      selector,
      'empty-selector',
      { selector: name },
      { at: 'key', level: 'warning', codes: ['IST0133'], suggestions },
    );
  },
});

/** Kinds whose selector has its labels under `labels`, not `matchLabels`. */
const ALPHA: ReadonlySet<string> = new Set(['EnvoyFilter', 'ServiceEntry', 'Sidecar']);
