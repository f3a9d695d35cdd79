import { defineRule } from '../../engine/rule.ts';
import { INJECTION_LABEL, REVISION_LABEL } from '../../mesh/injection.ts';
import { injectorImage } from '../../mesh/injector-image.ts';
import { workloadsIn } from '../../mesh/selected-workloads.ts';
import { containersOf } from '../../mesh/workloads.ts';

/** After an upgrade the pods that nobody restarted still run the old proxy; so do those that were injected by hand. */
export default defineRule({
  summary: 'Proxies that are in a manifest have the image that the injector would give them',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0158'],
  messages: {
    mismatch: {
      text: 'The injector would give pods of this namespace the proxy {{image}}, and {{pods}} another one.',
      help: 'Restart the pods, or inject their manifests anew (istioctl kube-inject).',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/upgrade/canary/#data-plane',
    'https://istio.io/latest/docs/reference/config/analysis/ist0158/',
  ],
  kinds: ['core/Namespace'],
  fields: [INJECTION_LABEL, REVISION_LABEL],
  check(namespace, context) {
    const { mesh } = context;
    const { labels, name } = namespace;
    const revision = labels.child(REVISION_LABEL).string;
    if (revision === undefined && labels.child(INJECTION_LABEL).string !== 'enabled') return;
    const other = workloadsIn(mesh, name).flatMap((workload) => {
      if (workload.annotations.child('sidecar.istio.io/proxyImage').isSet) return [];
      const wanted = injectorImage(mesh, revision ?? 'default', workload);
      const proxies = containersOf(workload).filter((container) => container.child('name').string === 'istio-proxy');
      return proxies
        .map((proxy) => proxy.child('image'))
        .filter(({ string }) => string !== undefined && string !== 'auto' && wanted?.includes(string) === false)
        .map((image) => ({ image, wanted: wanted?.[0] ?? '', workload }));
    });
    const [first] = other;
    if (!first) return;
    const pods = other.length === 1 ? `${first.workload.resource.display} has` : `${other.length} of them have`;
    const related = other.map(({ image }) => ({ field: image, message: 'another image' }));
    context.report(namespace.metadata.child('name'), 'mismatch', { image: first.wanted, pods }, { related });
  },
});
