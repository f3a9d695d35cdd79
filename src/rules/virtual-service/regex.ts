import { defineRule } from '../../engine/rule.ts';
import { matchesOf, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { regexProblem } from '../../values/regex.ts';
import type { Field } from '../../yaml/field.ts';

/** Envoy compiles the expression with RE2, which leaves out what could take forever. */
export default defineRule({
  summary: 'Regular expressions of a VirtualService are ones that Envoy can compile',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    empty: {
      text: 'The regular expression is empty, so Istio rejects it.',
      help: 'Write the expression; ".*" matches everything.',
    },
    'too-long': {
      text: 'The regular expression has {{length}} bytes, and Istio takes {{most}} at most.',
      help: 'Split it over several match conditions.',
    },
    syntax: {
      text: 'The expression "{{regex}}" {{problem}}, so Istio rejects it.',
      help: 'Write it in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax).',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch',
    'https://github.com/google/re2/wiki/Syntax',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['regex', 'uriRegexRewrite'],
  async check(service, context) {
    for (const field of routesOf(service, 'http').flatMap(expressionsOf)) {
      const regex = field.string;
      if (regex === undefined) continue;
      const length = Buffer.byteLength(regex);
      if (regex === '') {
        // Of an empty rewrite and an empty origin, rewrite-valid and cors say that they are empty.
        if (field.name === 'regex' && field.parent?.parent?.name !== 'allowOrigins') context.report(field, 'empty');
        continue;
      }
      if (length > MOST) context.report(field, 'too-long', { length, most: MOST });
      else {
        const problem = await regexProblem(regex);
        if (problem) context.report(field, 'syntax', { regex, problem });
      }
    }
  },
});

/** In bytes: istiod lets no longer one pass to Envoy. */
const MOST = 1024;

function expressionsOf(route: Field): Field[] {
  const conditions = matchesOf(route).flatMap((match) => [
    ...['uri', 'scheme', 'method', 'authority'].map((name) => match.child(name)),
    ...match.child('headers').entries(),
    ...match.child('queryParams').entries(),
    // "*" stands for a header that is there, and is no expression.
    ...match
      .child('withoutHeaders')
      .entries()
      .filter((header) => header.child('regex').string !== '*'),
  ]);
  const origins = route.get('corsPolicy', 'allowOrigins').items();
  return [
    ...[...conditions, ...origins].map((field) => field.child('regex')),
    route.get('rewrite', 'uriRegexRewrite', 'match'),
  ];
}
