import { defineRule } from '../../engine/rule.ts';
import { lacks, routesOf } from '../../mesh/settings/virtual-service-routes.ts';

/** A rewrite changes the path in one way, the authority, or both. */
export default defineRule({
  summary: 'A rewrite says what to rewrite, and the path in one way only',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
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
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite'],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    if (service.isPatch) return;
    for (const rewrite of routesOf(service, 'http').map((route) => route.child('rewrite'))) {
      if (!rewrite.isMap) continue;
      const [uri, expression] = [rewrite.child('uri'), rewrite.child('uriRegexRewrite')];
      const isWritten = uri.isSet && uri.string !== '';
      if (isWritten && expression.isSet) context.report(expression, 'two-paths', {}, { at: 'key' });
      const hasAuthority = rewrite.child('authority').isSet && rewrite.child('authority').string !== '';
      const mayBeMisspelt = !lacks(rewrite, 'uri', 'uriRegexRewrite', 'authority') && !uri.isSet && !hasAuthority;
      if (!isWritten && !expression.isSet && !hasAuthority && !(mayBeMisspelt && !rewrite.child('authority').isSet))
        context.report(rewrite, 'empty', {}, { at: 'key' });
      if (!expression.isMap || (isWritten && expression.isSet)) continue;
      for (const name of ['match', 'rewrite']) {
        const part = expression.child(name);
        if (!part.isSet || part.string === '') {
          context.report(part, 'half-expression', { name }, part.isSet ? {} : { at: 'key' });
          break;
        }
      }
    }
  },
});
