import { defineRule } from '../../engine/rule.ts';
import { destinationListsOf } from '../../mesh/settings/virtual-service-routes.ts';
import { insertMember } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** Istio reads weights as proportions, so 90 and 20 pass every check, and the split is not the one that was meant. */
export default defineRule({
  summary: 'The weights of a VirtualService route with several destinations sum to 100',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', production: 'error' },
  fix: 'unsafe',
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
      help: 'Give it a weight: {{weight}}.',
    },
    'no-weights': {
      text: 'None of the {{count}} destinations of this route has a weight above 0, which Istio rejects.',
      help: 'Give each a weight, so that all of them sum to {{total}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
    'https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  check(resource, context) {
    const { totals, allowProportional } = context.options;
    if (resource.isPatch) return;
    for (const route of destinationListsOf(resource)) {
      const destinations = route.items();
      if (destinations.length < 2 || !destinations.every((each) => each.isMap)) continue;
      const weights = destinations.map((destination) => destination.child('weight'));
      if (!weights.every(canBeAdded)) continue;
      const sum = weights.reduce((all, weight) => all + (weight.number ?? 0), 0);
      if (totals.includes(sum)) continue;
      const total = totals.join(' or ');
      const missing = weights.filter((weight) => !weight.isSet);
      if (sum === 0) {
        context.report(route, 'no-weights', { count: weights.length, total }, { at: 'key' });
      } else if (missing.length > 0) {
        const remainder = (totals.find((each) => each > sum) ?? 0) - sum;
        const known = missing.length === 1 && remainder > 0 && !allowProportional;
        const weight = known ? `${remainder} makes the sum ${sum + remainder}` : '0 where it is to get nothing';
        for (const field of missing) {
          const fix = known ? weightFix(field, remainder) : undefined;
          context.report(field, 'missing-weight', { weight }, fix ? { fix } : {});
        }
      } else if (!allowProportional) {
        const last = weights.at(-1) ?? route;
        const related = weights
          .slice(0, -1)
          .map((field) => ({ field, message: `weight ${field.number} is counted too` }));
        const shares = weights.map((weight) => percent(weight.number ?? 0, sum)).join(', ');
        context.report(last, 'sum', { sum, total, shares }, { related });
      }
    }
  },
});

/** Placeholders, texts and negative numbers make no sum. */
function canBeAdded(weight: Field): boolean {
  return !weight.isSet || (Number.isInteger(weight.number) && (weight.number ?? -1) >= 0);
}

/** Only where nothing is written: `weight:` without a value would stand there twice. */
function weightFix(weight: Field, remainder: number) {
  const [first] = weight.parent?.entries() ?? [];
  return first && !weight.exists ? insertMember(first, 'weight', remainder) : undefined;
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 1000) / 10} %`;
}
