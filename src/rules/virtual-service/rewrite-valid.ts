import { type Context, defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'two-paths': {
    text: 'uri and uriRegexRewrite are both set, and a path is rewritten once, so Istio rejects it.',
    help: 'Keep one of them.',
  },
  empty: {
    text: 'The rewrite holds neither uri, uriRegexRewrite nor authority, so Istio rejects it.',
    help: 'Write one of them, or delete rewrite.',
  },
  'half-expression': {
    text: 'uriRegexRewrite lacks {{name}}, so Istio rejects it.',
    help: 'Write both match, the expression, and rewrite, what takes the place of what matched.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** A rewrite changes the path in one way, the authority, or both. */
export default defineRule({
  summary: 'A rewrite says what to rewrite, and the path in one way only',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['rewrite'],
  check(service, context) {
    for (const rewrite of routesOf(service, 'http').map((route) => route.child('rewrite'))) {
      if (!rewrite.isMap) continue;
      const [uri, expression] = [rewrite.child('uri'), rewrite.child('uriRegexRewrite')];
      if (!isEmpty(uri) && expression.isSet) context.report(expression, 'two-paths', {}, { at: 'key' });
      else if (expression.isSet) checkExpression(expression, service.isPatch, context);
      else if (!service.isPatch && [uri, expression, rewrite.child('authority')].every(isMissing))
        context.report(rewrite, 'empty', {}, { at: 'key' });
    }
  },
});

function checkExpression(expression: Field, isPatch: boolean, context: Here): void {
  const missing = ['match', 'rewrite'].map((name) => expression.child(name)).find(isMissing);
  if (!missing || !expression.isMap || (isPatch && !missing.isSet)) return;
  context.report(missing, 'half-expression', { name: missing.name }, missing.isSet ? {} : { at: 'key' });
}

/** An empty text is the same as none. */
function isEmpty(field: Field): boolean {
  return !field.isSet || field.string === '';
}

function isMissing(field: Field): boolean {
  return isEmpty(field) && !isMisspelt(field);
}
