import { defineRule } from '../../engine/rule.ts';
import { parseDuration } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';

/** The route's timeout covers all of its tries: what does not fit into it never happens. */
export default defineRule({
  summary: 'The retries of a VirtualService route fit into its timeout',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
  options: {
    maxAttempts: {
      type: 'integer',
      minimum: 1,
      default: 5,
      description: 'More attempts than this multiply the load on a service that is failing already.',
    },
    slack: {
      type: 'number',
      minimum: 1,
      default: 1,
      description: 'How many times the timeout the attempts may take together, for retries that usually fail fast.',
    },
  },
  messages: {
    'over-budget': {
      text: '{{attempts}} attempts of {{perTry}} take up to {{needed}}, but the route times out after {{timeout}}.',
      help: 'Lower attempts or perTryTimeout, or raise timeout to {{needed}}: the last attempts can never finish.',
    },
    'try-over-timeout': {
      text: 'One try may take {{perTry}}, but the route times out after {{timeout}}, so it is never retried.',
      help: 'Make perTryTimeout shorter than timeout.',
    },
    'many-attempts': {
      text: '{{attempts}} attempts for one request multiply the load on a service that is failing; more than {{most}} is rarely meant.',
      help: 'Lower attempts to {{most}} or less.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
    'https://istio.io/latest/docs/concepts/traffic-management/#retries',
  ],
  kinds: ['VirtualService'],
  check(resource, context) {
    const { maxAttempts, slack } = context.options;
    for (const route of resource.spec.child('http').items()) {
      const retries = route.child('retries');
      const attempts = retries.child('attempts');
      const count = attempts.number;
      if (count !== undefined && count > maxAttempts)
        context.report(attempts, 'many-attempts', { attempts: count, most: maxAttempts });
      const timeout = route.child('timeout');
      const perTry = retries.child('perTryTimeout');
      const [whole, once] = [milliseconds(timeout), milliseconds(perTry)];
      if (whole === undefined || once === undefined || count === 0) continue;
      const data = { timeout: timeout.string ?? '', perTry: perTry.string ?? '' };
      const related = [{ field: timeout, message: `the route times out after ${timeout.string}` }];
      if (once >= whole) context.report(perTry, 'try-over-timeout', data, { related });
      else if (count !== undefined && count * once > whole * slack) {
        context.report(perTry, 'over-budget', { ...data, attempts: count, needed: inWords(count * once) }, { related });
      }
    }
  },
});

/** Zero switches a timeout off. */
function milliseconds(field: Field): number | undefined {
  const duration = parseDuration(field.string);
  return duration !== undefined && duration > 0 ? duration : undefined;
}

function inWords(duration: number): string {
  return duration % 1000 === 0 ? `${duration / 1000}s` : `${duration}ms`;
}
