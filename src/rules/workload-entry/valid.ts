import { defineRule } from '../../engine/rule.ts';
import { looksUpNames, resolutionOf } from '../../mesh/service-entry.ts';
import { LABEL_MESSAGES } from '../../mesh/settings/labels.ts';
import { workloadEntryProblems } from '../../mesh/settings/workload-entry.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** An entry stands for a workload outside of Kubernetes; traffic can go to it only where its address is one. */
export default defineRule({
  summary: 'A WorkloadEntry has an address that traffic can be sent to, and labels that are labels',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: {
    'address-missing': {
      text: 'The entry has an empty address and no network, so no traffic can reach it, and Istio rejects it.',
      help: 'Write the address of the workload: an IP address, a host name, or unix:///path/to/socket.',
    },
    address: {
      text: 'The address "{{address}}" is no IP address, and as a host name it {{problem}}, so Istio rejects it.',
      help: 'Write an IP address or a full host name, without scheme, port and wildcard.',
    },
    'network-without-address': {
      text: 'The entry is in network "{{network}}" and has no address, so it is reached only through a gateway of that network.',
      help: 'Write the address, unless that network has an east-west gateway which knows the workload.',
    },
    ...LABEL_MESSAGES,
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  ],
  kinds: ['networking.istio.io/WorkloadEntry', 'networking.istio.io/ServiceEntry'],
  check(resource, context) {
    for (const entry of entriesOf(resource)) {
      for (const { field, id, data, at } of workloadEntryProblems(entry)) {
        const isWarning = id === 'network-without-address';
        if (resource.isPatch && (isWarning || id === 'address-missing')) continue;
        if (isWarning && looksUpNames(resolutionOf(resource))) continue;
        context.report(field, id, data, { at, ...(isWarning ? { level: 'warning', codes: ['IST0133'] } : {}) });
      }
    }
  },
});

/** The entry itself, or the endpoints of a ServiceEntry where its resolution uses them. */
function entriesOf(resource: Resource): readonly Field[] {
  if (resource.kind === 'WorkloadEntry') return [resource.spec];
  const resolution = resolutionOf(resource);
  return resolution === 'STATIC' || looksUpNames(resolution) ? resource.spec.child('endpoints').items() : [];
}
