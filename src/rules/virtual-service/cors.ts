import { defineRule } from '../../engine/rule.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { suggest } from '../../text/suggest.ts';
import { durationProblem, parseDuration } from '../../values/duration.ts';
import { headerNameProblem } from '../../values/http.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** The proxy answers preflight requests of browsers by this policy. */
export default defineRule({
  summary: 'CORS policies name origins, methods and headers that exist',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'safe',
  messages: {
    origin: {
      text: 'An allowed origin is empty and matches nothing, so Istio rejects it.',
      help: 'Write exact, prefix or regex with a text; exact: "*" stands for any origin.',
    },
    method: {
      text: 'allowMethods holds "{{method}}", which is no HTTP method in capitals, so Istio rejects it.',
      help: 'Write {{wanted}}.',
    },
    header: {
      text: 'The header "{{header}}" in {{list}} {{problem}}, so Istio rejects it.',
      help: 'Write the name of a header, or "*" alone.',
    },
    'max-age': {
      text: 'The maxAge {{age}} {{problem}}, so Istio rejects it.',
      help: 'Write whole seconds, as in 24h or 90s.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy',
    'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['corsPolicy'],
  check(service, context) {
    for (const policy of routesOf(service, 'http').map((route) => route.child('corsPolicy'))) {
      for (const origin of policy.child('allowOrigins').items()) {
        const written = ['exact', 'prefix', 'regex'].map((name) => origin.child(name)).filter(({ isSet }) => isSet);
        if (origin.isMap && written.every(({ string }) => string === '') && origin.keys().length === written.length)
          context.report(written[0] ?? origin, 'origin');
      }
      for (const field of policy.child('allowMethods').items()) {
        const method = field.string;
        if (method === undefined || METHODS.includes(method)) continue;
        const upper = METHODS.find((name) => name === method.trim().toUpperCase());
        const edit = upper ? rewriteString(field, upper) : undefined;
        const wanted = upper ?? suggest(method, METHODS.slice(0, -1)) ?? `one of ${METHODS.join(', ')}`;
        context.report(field, 'method', { method, wanted }, edit ? { fix: edit } : {});
      }
      for (const list of ['allowHeaders', 'exposeHeaders'])
        for (const field of policy.child(list).items()) {
          const header = field.string;
          const problem = header === undefined || header === '*' ? undefined : headerNameProblem(header);
          if (header !== undefined && problem) context.report(field, 'header', { header, list, problem });
        }
      const age = policy.child('maxAge');
      const time = parseDuration(age.string);
      // Below 1ms the CRD's own rule says.
      if (time === undefined || time < 1 || isWhole(time / 1000)) continue;
      context.report(age, 'max-age', {
        age: age.string ?? '',
        problem: durationProblem(age.string) ?? 'is not in whole seconds',
      });
    }
  },
});

/** Nanoseconds are the finest part of a duration, so a smaller rest comes from floating point. */
function isWhole(seconds: number): boolean {
  return Math.abs(seconds - Math.round(seconds)) < 5e-10;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];
