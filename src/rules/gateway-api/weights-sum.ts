import { defineRule } from '../../engine/rule.ts';
import type { Field } from '../../yaml/field.ts';

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
    large: {
      type: 'integer',
      minimum: 1,
      default: 10,
      description: 'The sum of the other weights from which on a backend without a weight, which means 1, is reported.',
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
      text: 'None of these {{count}} backends has a weight above 0, so no request gets through (HTTP: 500).',
      help: 'Give at least one backend a weight above 0.',
    },
  },
  sources: [
    'https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref',
    'https://gateway-api.sigs.k8s.io/guides/traffic-splitting/',
  ],
  kinds: ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`),
  check(resource, context) {
    const { totals, allowProportional, large } = context.options;
    const total = totals.join(' or ');
    if (resource.isPatch) return;
    for (const rule of resource.spec.child('rules').items()) {
      const backends = rule.child('backendRefs').items();
      const weights = backends.map((backend) => backend.child('weight'));
      if (backends.length < 2 || !backends.every((each) => each.isMap) || !weights.every(canBeAdded)) continue;
      const missing = weights.filter((weight) => !weight.isSet);
      const numbers = weights.map((weight) => weight.number ?? 0);
      const sum = numbers.reduce((all, number) => all + number, 0);
      const last = weights.at(-1);
      if (missing.length > 0) {
        for (const weight of sum >= large ? missing : [])
          context.report(weight, 'default-one', { sum, total }, { level: 'warning' });
      } else if (last && sum === 0) {
        context.report(last, 'all-zero', { count: weights.length }, { level: 'warning' });
      } else if (last && isSplit(numbers) && !allowProportional && !totals.includes(sum)) {
        context.report(last, 'sum', { sum, total });
      }
    }
  },
});

/** 0 and 1 switch between two backends: there is no split to read off. */
function isSplit(weights: readonly number[]): boolean {
  return weights.filter((weight) => weight > 0).length > 1;
}

/** Placeholders, texts and negative numbers make no sum. */
function canBeAdded(weight: Field): boolean {
  return !weight.isSet || (Number.isInteger(weight.number) && (weight.number ?? -1) >= 0);
}
