import { defineRule } from '../../engine/rule.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { statusProblem } from '../../values/http.ts';
import { isUint32 } from '../../values/port.ts';

/** The body is sent to every proxy, and istiod keeps it for each of them. */
export default defineRule({
  summary: 'A direct response has a status that can be answered, and a small body',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: {
    status: {
      text: 'The status {{status}} {{problem}}, so Istio rejects it.',
      help: 'Write the HTTP status to answer with, such as 403 or 503.',
    },
    'too-large': {
      text: 'The body has {{size}} KB, and 1024 are the most that istiod hands on, so Istio rejects it.',
      help: 'Have a workload answer it.',
    },
    large: {
      text: 'The body has {{size}} KB, which istiod sends to every proxy that the route holds for.',
      help: 'Keep it below 100 KB, or have a workload answer it.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['directResponse'],
  check(service, context) {
    for (const response of routesOf(service, 'http').map((route) => route.child('directResponse'))) {
      const status = response.child('status');
      const value = status.number;
      const problem = value !== undefined && isUint32(value) ? statusProblem(value) : undefined;
      if (problem) context.report(status, 'status', { status: value ?? 0, problem });
      const [text, bytes] = [response.get('body', 'string'), response.get('body', 'bytes')];
      const field = text.isSet ? text : bytes;
      const length = text.isSet
        ? Buffer.byteLength(text.string ?? '')
        : Buffer.from(bytes.string ?? '', 'base64').length;
      const size = Math.ceil(length / KB);
      if (length > 1024 * KB) context.report(field, 'too-large', { size }, { at: 'key' });
      else if (length > 100 * KB)
        context.report(field, 'large', { size }, { at: 'key', level: 'warning', codes: ['IST0133'] });
    }
  },
});

const KB = 1024;
