import { defineRule } from '../../engine/rule.ts';
import { isLivePod, LIVE_PODS_OPTION } from '../../mesh/live-pods.ts';
import { passesInjector } from '../../mesh/membership.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';

/** `auto` is no image: the injector puts one in its place, and without it the pod waits for an image nobody has. */
export default defineRule({
  summary: 'Pods with the image "auto" go through the injector',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istioctl-parity': ['warning', { pods: 'live' }],
  },
  codes: ['IST0146', 'IST0147'],
  options: { pods: LIVE_PODS_OPTION },
  messages: {
    template: {
      text: 'The injector does not take these pods, so nobody puts an image in place of "auto", and they cannot start.',
      help: 'Give the pods the label sidecar.istio.io/inject: "true", or the Namespace istio-injection: enabled.',
    },
    pod: {
      text: 'The pod runs with the image "auto", which the injector should have replaced when it was made, so it cannot start.',
      help: 'Delete the pod, so that it is made anew, and see that its labels or its namespace ask for injection.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway',
    'https://istio.io/latest/docs/reference/config/analysis/ist0146/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0147/',
  ],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const { mesh, options } = context;
    const workload = workloadOf(resource, mesh);
    const containers = workload?.spec.child('containers').items() ?? [];
    const proxy = containers.find((container) => container.textOf('name') === 'istio-proxy');
    const image = proxy?.child('image');
    if (!workload || image?.string !== 'auto' || resource.isPatch) return;
    if (resource.kind === 'Pod' && isLivePod(resource, options.pods)) {
      context.report(image, 'pod', {}, { level: 'error', codes: ['IST0147'] });
      return;
    }
    if (passesInjector(mesh, workload) === false) context.report(image, 'template', {}, { codes: ['IST0146'] });
  },
});
