import { defineRule } from '../../engine/rule.ts';
import { memberBefore } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** Istio reads weights as proportions, so 90 and 20 pass every check, and the split is not the one that was meant. */
export default defineRule({
  summary: 'The weights of a VirtualService route with several destinations sum to 100',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', production: 'error' },
  fix: 'safe',
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
      description:
        'Let any sum pass, as Istio does, and report only destinations without a weight beside weighted ones.',
    },
  },
  messages: {
    sum: {
      text: 'The weights of this route sum to {{sum}}, not {{total}}, so Istio scales them: {{shares}}.',
      help: 'Make the weights sum to {{total}}, or allow proportions with the option allowProportional.',
    },
    'missing-weight': {
      text: 'This destination has no weight beside destinations that have one, so it gets no traffic.',
      help: 'Give it a weight, so that all of them sum to {{total}}.',
    },
    'no-weights': {
      text: 'None of the {{count}} destinations of this route has a weight, which Istio rejects.',
      help: 'Give each a weight, so that all of them sum to {{total}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
    'https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/',
  ],
  kinds: ['VirtualService'],
  check(resource, context) {
    const { totals, allowProportional } = context.options;
    const total = totals[0] ?? 100;
    for (const route of routesOf(resource.spec)) {
      const destinations = route.items();
      const weights = destinations.map((destination) => destination.child('weight'));
      if (destinations.length < 2 || destinations.some((destination) => destination.isUnknown)) continue;
      if (weights.some((weight) => weight.isSet && weight.number === undefined)) continue;
      const written = weights.filter((weight) => weight.isSet);
      const sum = written.reduce((all, weight) => all + (weight.number ?? 0), 0);
      if (written.length === 0) {
        if (!resource.isPatch)
          context.report(route, 'no-weights', { count: destinations.length, total }, { at: 'key' });
        continue;
      }
      const missing = destinations.filter((destination) => !destination.child('weight').isSet);
      for (const destination of missing) {
        const [first] = destination.entries();
        const fix =
          missing.length === 1 && sum < total && first ? memberBefore(first, `weight: ${total - sum}`) : undefined;
        context.report(destination, 'missing-weight', { total }, fix ? { fix } : {});
      }
      if (missing.length > 0 || allowProportional || totals.includes(sum) || sum === 0) continue;
      const last = written.at(-1);
      if (!last) continue;
      const others = written.slice(0, -1).map((field) => ({ field, message: `weight ${field.number} is counted too` }));
      const shares = written.map((weight) => `${percent(weight.number ?? 0, sum)}%`).join(', ');
      context.report(last, 'sum', { sum, total: totals.join(' or '), shares }, { related: others });
    }
  },
});

/** The destination lists of all routes: http, tls and tcp. */
function routesOf(spec: Field): Field[] {
  return ['http', 'tls', 'tcp'].flatMap((protocol) =>
    spec
      .child(protocol)
      .items()
      .map((route) => route.child('route')),
  );
}

function percent(part: number, whole: number): number {
  return Math.round((part / whole) * 1000) / 10;
}
