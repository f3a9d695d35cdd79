import { defineRule } from '../../engine/rule.ts';
import { type Action, actionOf, operationsOf, rulesOf } from '../../mesh/authorization-policy.ts';
import { type InboundPorts, inboundPorts, isHeadless, mayLeadTo } from '../../mesh/inbound-ports.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { policedWorkloads, portListsOf } from '../../mesh/policed-workloads.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A policy holds where a connection arrives, at the port of the pods; the port of the Service is known to clients alone. */
export default defineRule({
  summary: 'The ports of an AuthorizationPolicy are those of the pods, not of their Service',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  fix: 'unsafe',
  messages: {
    'service-port': {
      text: 'Connections to port {{port}} of {{service}} arrive at port {{target}} of the pods, which is what a policy sees, so {{effect}}.',
      help: 'Write the port of the pods: {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
    'https://github.com/istio/api/issues/3075',
    'https://istio.io/latest/docs/ops/common-problems/security-issues/',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['ports', 'notPorts', 'when'],
  check(policy, context) {
    const { mesh } = context;
    const lists = rulesOf(policy).flatMap((rule) => portListsOf(rule, operationsOf(rule)));
    if (lists.length === 0) return;
    const workloads = policedWorkloads(mesh, policy) ?? [];
    const inbound = workloads.map((workload) => inboundPorts(mesh, workload));
    const known = inbound.filter((each) => each !== undefined);
    if (known.length < inbound.length) return;
    for (const { list, isNegated } of lists) {
      const items = list.items();
      for (const field of items) {
        const port = field.string;
        if (!port || known.some(({ all }) => all.has(port)) || mayListenElsewhere(mesh, policy, known, port)) continue;
        const behind = servicePorts(known, port);
        const targets = [...new Set(behind.map(({ target }) => target))];
        const [first] = behind;
        // Who names both is on the safe side.
        if (!first || items.some(({ string }) => targets.includes(string ?? ''))) continue;
        const [target, ...others] = targets;
        const edit = others.length === 0 && target ? rewriteString(field, target) : undefined;
        const data = {
          port,
          service: [...new Set(behind.map((each) => each.service.display))].join(' and '),
          target: targets.join(' or '),
          effect: isNegated ? 'the rule does not leave them out' : (EFFECTS[actionOf(policy) ?? 'ALLOW'] ?? ''),
          wanted: targets.map((each) => `"${each}"`).join(' or '),
        };
        const related = [{ field: first.field.child('port'), message: `leads to port ${first.target} of the pods` }];
        context.report(field, 'service-port', data, { related, ...(edit ? { fix: edit } : {}) });
      }
    }
  },
});

const EFFECTS: Readonly<Record<Action, string>> = {
  ALLOW: 'the rule allows none of them',
  DENY: 'the rule denies none of them',
  AUDIT: 'the rule logs none of them',
  CUSTOM: 'the rule asks its provider about none of them',
};

/** The ports of Services with a number; none where clients of one come to the pods by the number that they choose. */
function servicePorts(inbound: readonly InboundPorts[], port: string) {
  const found = inbound
    .flatMap(({ served }) => [...served.values()].flat())
    .filter(({ number }) => String(number) === port);
  return found.some(({ service }) => isHeadless(service)) ? [] : found;
}

/** May pods that are not among the files have the port? Those that a selector chooses are taken to be all alike. */
function mayListenElsewhere(mesh: Mesh, policy: Resource, inbound: readonly InboundPorts[], port: string): boolean {
  if (selectorOf(policy).keys().length > 0) return false;
  const known = new Set(inbound.flatMap(({ served }) => [...served.values()].flat()).map(({ service }) => service));
  return mayLeadTo(mesh, mesh.namespaceOf(policy), port, known);
}
