import { defineRule } from '../../engine/rule.ts';
import { HTTP_RETRY_MESSAGES, httpRetryProblems } from '../../mesh/settings/http-retry.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A retry policy that contradicts itself is refused with the whole resource. */
export default defineRule({
  summary: 'Retry policies have attempts, durations and conditions that Envoy can use',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'safe',
  messages: HTTP_RETRY_MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['retries'],
  check(service, context) {
    for (const route of routesOf(service, 'http')) {
      if (!route.has('retries')) continue;
      for (const { field, id, data, meant } of httpRetryProblems(route.child('retries'))) {
        if (id === 'without-attempts' && service.isPatch && !route.get('retries', 'attempts').isSet) continue;
        const edit = meant && rewriteString(field, meant.text);
        if (!edit) context.report(field, id, data);
        else if (meant.isSure) context.report(field, id, data, { fix: edit });
        else context.report(field, id, data, { suggestions: [{ desc: `Write ${meant.text}`, edit }] });
      }
    }
  },
});
