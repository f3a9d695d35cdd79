import { defineRule } from '../../engine/rule.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { precisionProblem } from '../../values/duration.ts';

/** The finest that a proxy is told is a millisecond. */
export default defineRule({
  summary: 'The timeout of a route is in whole milliseconds',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    finer: {
      text: 'The timeout {{timeout}} {{problem}}, so Istio rejects it.',
      help: 'Write whole milliseconds, such as 500ms or 2s.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['timeout'],
  check(service, context) {
    for (const route of routesOf(service, 'http')) {
      const field = route.child('timeout');
      const problem = precisionProblem(field.string);
      if (problem) context.report(field, 'finer', { timeout: field.string ?? '', problem });
    }
  },
});
