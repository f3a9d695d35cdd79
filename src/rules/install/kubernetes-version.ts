import { defineRule } from '../../engine/rule.ts';
import { CLUSTER_KINDS, clusterVersion } from '../../mesh/cluster-version.ts';
import { KUBERNETES_RANGES } from '../../schemas/install/kubernetes.ts';

/** istioctl asks the cluster for its version; the manifest that the cluster is made from says it before. */
export default defineRule({
  summary: 'Clusters are made with a Kubernetes that Istio runs on',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { production: 'warning', 'istioctl-parity': 'error' },
  codes: ['IST0142'],
  messages: {
    older: {
      text: 'The cluster is made with Kubernetes {{kubernetes}}, and Istio {{istio}} needs {{least}} or newer.',
      help: 'Upgrade the cluster before Istio: {{istio}} is supported on Kubernetes {{first}} to {{last}}.',
    },
    unsupported: {
      text: 'The cluster is made with Kubernetes {{kubernetes}}, and Istio {{istio}} is supported on {{first}} to {{last}} only.',
      help: 'Use a release of Istio that is supported on Kubernetes {{kubernetes}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/releases/supported-releases/#support-status-of-istio-releases',
    'https://istio.io/latest/docs/reference/config/analysis/ist0142/',
  ],
  kinds: [...CLUSTER_KINDS],
  check(resource, context) {
    const version = clusterVersion(resource);
    const range = KUBERNETES_RANGES.get(context.istioVersion);
    if (!version || !range) return;
    const { field, text, minor } = version;
    const [least, first, last] = [range.least, range.first, range.last].map((each) => `1.${each}`);
    const data = {
      kubernetes: text,
      istio: context.istioVersion,
      least: least ?? '',
      first: first ?? '',
      last: last ?? '',
    };
    if (minor < range.least) context.report(field, 'older', data);
    else if (minor < range.first || minor > range.last) context.report(field, 'unsupported', data, { level: 'info' });
  },
});
