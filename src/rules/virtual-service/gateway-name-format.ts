import { defineRule } from '../../engine/rule.ts';
import { gatewayListsOf } from '../../mesh/settings/virtual-service-routes.ts';
import { dnsLabelProblem, fqdnProblem } from '../../values/dns.ts';

/** A gateway is found by namespace and name; what is none of the two finds nothing. */
export default defineRule({
  summary: 'Gateways are named as name, or as namespace/name',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    namespace: {
      text: 'The namespace "{{part}}" of the gateway "{{gateway}}" {{problem}}, so Istio rejects it.',
      help: 'Write namespace/name, both in letters, digits and "-".',
    },
    name: {
      text: 'The name "{{part}}" of the gateway "{{gateway}}" {{problem}}, so Istio rejects it.',
      help: 'Write namespace/name, both in letters, digits and "-".',
    },
    gateway: {
      text: 'The gateway "{{gateway}}" {{problem}}, so Istio rejects it.',
      help: 'Write namespace/name, or the name of a gateway in the same namespace.',
    },
    'binds-nothing': {
      text: 'The gateway "{{gateway}}" {{problem}}, so no gateway is meant by it.',
      help: 'Write namespace/name, or the name of a gateway in the same namespace.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService'],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    for (const list of gatewayListsOf(service)) {
      let isJudged = true;
      for (const field of list.items()) {
        const gateway = field.string;
        if (gateway === undefined) continue;
        const found = formProblem(gateway);
        // Admission looks no further than the first name without a namespace.
        if (found && !isJudged)
          context.report(field, 'binds-nothing', { gateway, problem: found.problem }, { level: 'warning', codes: [] });
        else if (found) context.report(field, found.id, { gateway, part: found.part, problem: found.problem });
        isJudged &&= gateway.includes('/');
      }
    }
  },
});

interface FormProblem {
  id: 'namespace' | 'name' | 'gateway';
  part: string;
  problem: string;
}

function formProblem(gateway: string): FormProblem | undefined {
  const slash = gateway.indexOf('/');
  if (slash < 0) {
    const problem = fqdnProblem(gateway);
    return problem ? { id: 'gateway', part: gateway, problem } : undefined;
  }
  const [namespace, name] = [gateway.slice(0, slash), gateway.slice(slash + 1)];
  const problem = dnsLabelProblem(namespace);
  if (problem) return { id: 'namespace', part: namespace, problem };
  const wrong = dnsLabelProblem(name);
  return wrong ? { id: 'name', part: name, problem: wrong } : undefined;
}
