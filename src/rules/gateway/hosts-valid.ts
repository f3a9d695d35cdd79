import { defineRule } from '../../engine/rule.ts';
import { NAMESPACED_HOST_MESSAGES, namespacedHostProblem } from '../../mesh/settings/namespaced-host.ts';

/** Hosts are what requests and SNI are compared with, and which VirtualServices may be bound to the server. */
export default defineRule({
  summary: 'The hosts of a Gateway are host names, with a namespace before them at most',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: NAMESPACED_HOST_MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/gateway/#Server'],
  kinds: ['networking.istio.io/Gateway'],
  check(resource, context) {
    const isConverted = resource.annotations.child('internal.istio.io/gateway-semantics').string === 'gateway';
    for (const server of resource.spec.child('servers').items()) {
      for (const field of server.child('hosts').items()) {
        const host = isConverted ? field.string?.replace(/^~\//, '') : field.string;
        const problem = host === undefined ? undefined : namespacedHostProblem(host, 'Gateway');
        if (problem) context.report(field, problem.id, problem.data);
      }
    }
  },
});
