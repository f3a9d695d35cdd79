import { defineRule } from '../../engine/rule.ts';
import { gatewayNamesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { dnsLabelProblem, fqdnProblem } from '../../values/dns.ts';

/** A gateway is found by namespace and name; what is none of the two finds nothing. */
export default defineRule({
  summary: 'Gateways are named as name, or as namespace/name',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istio-validate': ['error', { afterShortName: false }],
    'istioctl-parity': ['error', { afterShortName: false }],
  },
  codes: ['IST0106'],
  options: {
    afterShortName: {
      type: 'boolean',
      default: true,
      description: 'Judge the names after the first one without a namespace too; admission stops there.',
    },
  },
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
  fields: ['gateways'],
  check(service, context) {
    for (const { field, gateway, isRead } of gatewayNamesOf(service)) {
      const found = formProblem(gateway);
      if (!found) continue;
      const { id, part, problem } = found;
      if (isRead) context.report(field, id, { gateway, part, problem });
      else if (context.options.afterShortName)
        context.report(field, 'binds-nothing', { gateway, problem }, { level: 'warning', codes: [] });
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
