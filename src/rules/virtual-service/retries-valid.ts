import { defineRule } from '../../engine/rule.ts';
import { HTTP_RETRY_MESSAGES, httpRetryProblems } from '../../mesh/settings/http-retry.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';

/** A retry policy that contradicts itself is refused with the whole resource. */
export default defineRule({
  summary: 'Retry policies have attempts, durations and conditions that Envoy can use',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: HTTP_RETRY_MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    for (const route of routesOf(service, 'http'))
      for (const { field, id, data } of httpRetryProblems(route.child('retries'))) {
        if (id === 'without-attempts' && service.isPatch) continue;
        context.report(field, id, data);
      }
  },
});
