import { defineRule } from '../../engine/rule.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { count } from '../../text/plural.ts';
import { parseDuration } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';

/** The route's timeout covers the first try and all retries: what does not fit into it never happens. */
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
      description: 'More retries than this multiply the load on a service that is failing already.',
    },
    slack: {
      type: 'number',
      minimum: 1,
      default: 1,
      description: 'How many times the timeout the retries may take together, for tries that usually fail fast.',
    },
  },
  messages: {
    'over-budget': {
      text: 'The last of {{attempts}} retries starts after {{start}} if each try takes its {{perTry}}, but the route times out after {{timeout}}.',
      help: 'Lower attempts or perTryTimeout, or raise timeout: the first try and all retries take up to {{needed}}.',
    },
    'try-over-timeout': {
      text: 'One try may take {{perTry}}, but the route times out after {{timeout}}, so a try that hangs is never retried.',
      help: 'Make perTryTimeout shorter than timeout.',
    },
    'many-attempts': {
      text: '{{retries}} of one request multiply the load on a service that is failing; more than {{most}} is rarely meant.',
      help: 'Lower attempts to {{most}} or less.',
    },
    'not-idempotent': {
      text: 'This route takes only {{methods}}, and a 5xx may come after the request has done its work, so a retry does it twice.',
      help: 'Leave 5xx out of retryOn; connect-failure,refused-stream is safe, for the service has not seen such a request.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
    'https://istio.io/latest/docs/concepts/traffic-management/#retries',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['retries'],
  check(resource, context) {
    const { maxAttempts, slack } = context.options;
    for (const route of routesOf(resource, 'http')) {
      if (!route.has('retries')) continue;
      const retries = route.child('retries');
      const [attempts, perTry, timeout] = [
        retries.child('attempts'),
        retries.child('perTryTimeout'),
        route.child('timeout'),
      ];
      const most = attempts.number;
      const off = most === undefined ? !attempts.isUnknown && !resource.isPatch : most <= 0;
      if (off) continue;
      if (most !== undefined && most > maxAttempts)
        context.report(attempts, 'many-attempts', { retries: count(most, 'retry'), most: maxAttempts });
      const retryOn = retries.child('retryOn');
      const methods = policiesOf(retryOn).includes('5xx') ? unsafeMethods(route.child('match')) : [];
      if (methods.length > 0)
        context.report(retryOn, 'not-idempotent', { methods: methods.join(' and ') }, { level: 'info' });
      const [whole, once] = [milliseconds(timeout), milliseconds(perTry)];
      if (whole === undefined || once === undefined) continue;
      const data = { timeout: timeout.string ?? '', perTry: perTry.string ?? '' };
      const related = [{ field: timeout, message: `the route times out after ${timeout.string}` }];
      if (once >= whole) context.report(perTry, 'try-over-timeout', data, { related });
      else if (most !== undefined && most * once > whole * slack) {
        const times = { start: inWords(most * once), needed: inWords((most + 1) * once) };
        context.report(perTry, 'over-budget', { ...data, ...times, attempts: most }, { related });
      }
    }
  },
});

/** The methods that a route takes, where it takes only such as may do harm twice; empty otherwise. */
function unsafeMethods(match: Field): string[] {
  const methods = match.items().map((each) => each.child('method').textOf('exact') ?? '');
  return methods.every((method) => method === 'POST' || method === 'PATCH') ? [...new Set(methods)] : [];
}

function policiesOf(retryOn: Field): string[] {
  return retryOn.string?.split(',').map((policy) => policy.trim()) ?? [];
}

/** Zero switches a timeout off. */
function milliseconds(field: Field): number | undefined {
  const duration = parseDuration(field.string);
  return duration !== undefined && duration > 0 ? duration : undefined;
}

function inWords(duration: number): string {
  return duration >= 1000 ? `${Math.round(duration) / 1000}s` : `${duration}ms`;
}
