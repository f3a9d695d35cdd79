import { defineRule } from '../../engine/rule.ts';
import { lacks } from '../../mesh/settings/misspelt.ts';
import { matchesOf, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { isUint32, portProblem } from '../../values/port.ts';

/** A redirect answers with another address; what is not said stays as it was asked for. */
export default defineRule({
  summary: 'A redirect leads somewhere, with a code, scheme and port that exist',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    'two-paths': {
      text: 'uri and prefixRewrite are both set, and a path is replaced once, so Istio rejects it.',
      help: 'Keep one of them.',
    },
    'prefix-match': {
      text: 'prefixRewrite replaces the matched prefix, and this condition does not match by prefix, so Istio rejects it.',
      help: 'Write uri.prefix, or redirect with uri.',
    },
    empty: {
      text: 'The redirect says neither uri, prefixRewrite, authority, port nor scheme, so Istio rejects it.',
      help: 'Write what is to change, or delete redirect.',
    },
    code: {
      text: 'The redirectCode {{code}} is none from 300 to 399, so Istio rejects it.',
      help: 'Write 301, 302, 303, 307 or 308.',
    },
    scheme: {
      text: 'The scheme "{{scheme}}" is neither http nor https, so Istio rejects it.',
      help: 'Write http or https.',
    },
    port: {
      text: 'The port {{port}} {{problem}}, so Istio rejects it.',
      help: 'Write the port that clients are sent to.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['redirect'],
  check(service, context) {
    for (const route of routesOf(service, 'http')) {
      if (!route.has('redirect')) continue;
      const redirect = route.child('redirect');
      if (!redirect.isMap) continue;
      const [uri, prefix, code, scheme, port] = ['uri', 'prefixRewrite', 'redirectCode', 'scheme', 'port'].map((name) =>
        redirect.child(name),
      );
      const isWritten = (field: typeof uri) => field?.isSet === true && field.string !== '';
      if (isWritten(uri) && isWritten(prefix) && prefix) {
        context.report(prefix, 'two-paths', {}, { at: 'key' });
        continue;
      }
      if (isWritten(prefix))
        for (const condition of matchesOf(route).map((match) => match.child('uri')))
          if (condition.isMap && lacks(condition, 'prefix')) {
            context.report(condition, 'prefix-match', {}, { at: 'key' });
            break;
          }
      const isEmpty = PARTS.every((name) => !isWritten(redirect.child(name)));
      if (
        isEmpty &&
        !service.isPatch &&
        redirect.keys().every((name) => name === 'redirectCode' || PARTS.includes(name))
      )
        context.report(redirect, 'empty', {}, { at: 'key' });
      if (code?.number && isUint32(code.number) && (code.number < 300 || code.number > 399))
        context.report(code, 'code', { code: code.number });
      if (scheme?.string && !['http', 'https'].includes(scheme.string))
        context.report(scheme, 'scheme', { scheme: scheme.string });
      const problem = port?.number && isUint32(port.number) ? portProblem(port.number) : undefined;
      if (port && problem) context.report(port, 'port', { port: port.number ?? 0, problem });
    }
  },
});

/** What a client is sent elsewhere by. */
const PARTS = ['uri', 'prefixRewrite', 'authority', 'port', 'derivePort', 'scheme'];
