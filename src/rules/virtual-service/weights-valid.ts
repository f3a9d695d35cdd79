import { defineRule } from '../../engine/rule.ts';
import { destinationListsOf } from '../../mesh/settings/virtual-service-routes.ts';

/** Weights are shares of the requests; a share below none, or none at all, is no share. */
export default defineRule({
  summary: 'No weight is negative, and the weights of a route are not all zero',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: ['error', { allZero: false }],
    strict: ['error', { allZero: false }],
    'istio-validate': 'error',
    'istioctl-parity': 'error',
  },
  codes: ['IST0106'],
  options: {
    allZero: {
      type: 'boolean',
      default: true,
      description: 'Report weights that sum to 0; off in presets where virtual-service/weights-sum does.',
    },
  },
  messages: {
    negative: { text: 'The weight {{weight}} is negative, so Istio rejects it.', help: 'Write 0 or more.' },
    'all-zero': {
      text: 'All {{count}} destinations have the weight 0, so no request could go anywhere, and Istio rejects it.',
      help: 'Write weights that sum to 100.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination'],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    const isJudged = context.options.allZero && !service.isPatch;
    for (const list of destinationListsOf(service)) {
      const destinations = list.items();
      let allZero = isJudged && destinations.length > 1;
      for (const destination of destinations) {
        const weight = destination.child('weight');
        const { number } = weight;
        if (number !== undefined && number < 0) context.report(weight, 'negative', { weight: number });
        allZero &&= (weight.isSet ? number === 0 : true) && destination.child('destination').isMap;
      }
      if (allZero) context.report(list, 'all-zero', { count: destinations.length }, { at: 'key' });
    }
  },
});
