import { defineRule } from '../../engine/rule.ts';

/** Gateway API weights are proportions and default to 1: next to 90, a backend without a weight gets next to nothing. */
export default defineRule({
  summary: 'The weights of a Gateway API route with several backends sum to 100',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { strict: 'info', production: 'info' },
  options: {
    totals: {
      type: 'array',
      items: { type: 'integer', minimum: 1 },
      default: [100],
      description: 'The sums that pass.',
    },
    allowProportional: {
      type: 'boolean',
      default: false,
      description: 'Let any sum pass, and report only what can hardly be meant.',
    },
  },
  messages: {
    sum: {
      text: 'The weights of these backends sum to {{sum}}, not {{total}}; they are taken as proportions.',
      help: 'Make them sum to {{total}}, so that the split can be read off.',
    },
    'default-one': {
      text: 'This backend has no weight, which means 1 beside weights that sum to {{sum}}: it gets next to no traffic.',
      help: 'Give it a weight, so that all of them sum to {{total}}.',
    },
    'all-zero': {
      text: 'All backends have weight 0, so every request is answered with 500.',
      help: 'Give at least one backend a weight above 0.',
    },
  },
  sources: [
    'https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref',
    'https://gateway-api.sigs.k8s.io/guides/traffic-splitting/',
  ],
  kinds: ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`),
  check(resource, context) {
    const { totals, allowProportional } = context.options;
    const total = totals.join(' or ');
    for (const rule of resource.spec.child('rules').items()) {
      const backends = rule.child('backendRefs').items();
      const weights = backends.map((backend) => backend.child('weight'));
      if (backends.length < 2 || weights.some((weight) => weight.isSet && weight.number === undefined)) continue;
      const written = weights.filter((weight) => weight.isSet);
      const sum = written.reduce((all, weight) => all + (weight.number ?? 0), 0);
      const last = written.at(-1);
      if (!last) continue;
      if (written.length < backends.length) {
        for (const backend of sum >= 10 ? backends : []) {
          if (!backend.child('weight').isSet)
            context.report(backend, 'default-one', { sum, total }, { level: 'warning' });
        }
      } else if (sum === 0) context.report(last, 'all-zero', {}, { level: 'warning' });
      else if (!allowProportional && !totals.includes(sum)) context.report(last, 'sum', { sum, total });
    }
  },
});
