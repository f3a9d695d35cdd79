import { defineRule } from '../../engine/rule.ts';
import { actionOf, operationsOf, rulesOf } from '../../mesh/authorization-policy.ts';
import { extensionProviders } from '../../mesh/extension-providers.ts';
import { isLimited, proxiedWorkloads, type UnreadPart, unreadParts } from '../../mesh/http-rules.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** What is asked of HTTP cannot be found in bytes: an ALLOW rule is left out there, of others what only HTTP has. */
export default defineRule({
  summary: 'A rule that asks for paths, methods, hosts, headers or tokens is for ports that speak HTTP',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', security: 'warning' },
  securitySeverity: '6.0',
  messages: {
    allow: {
      text: 'The rule asks for {{attributes}}, but none of its ports is HTTP to Istio ({{ports}}), so Istio leaves the rule out and it allows nothing.',
      help: '{{advice}}',
    },
    'allow-part': {
      text: 'None of the ports of this operation is HTTP to Istio ({{ports}}), and its rule asks for {{attributes}}, so Istio leaves the whole rule out there and the operation allows nothing.',
      help: 'Make the operation a rule of its own, which asks for no more than connections have.',
    },
    deny: {
      text: 'The rule asks for {{attributes}}, but none of its ports is HTTP to Istio ({{ports}}), so Istio leaves that out and denies {{connections}}.',
      help: '{{advice}}',
    },
    custom: {
      text: 'The rule asks for {{attributes}}, but none of its ports is HTTP to Istio ({{ports}}), so Istio leaves that out and {{asked}}.',
      help: '{{advice}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/security-issues/#make-sure-you-are-not-using-http-only-fields-on-tcp-ports',
    'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['from', 'to', 'when'],
  check(policy, context) {
    const action = actionOf(policy);
    if (action === undefined || action === 'AUDIT' || policy.annotations.child('istio.io/dry-run').string === 'true')
      return;
    const { mesh } = context;
    const workloads = proxiedWorkloads(mesh, policy);
    if (workloads.length === 0) return;
    for (const rule of rulesOf(policy)) {
      const parts = unreadParts(mesh, workloads, rule, action);
      const [first] = parts;
      if (!first) continue;
      if (action === 'ALLOW' && parts.length < operationsOf(rule).length) {
        for (const one of parts)
          context.report(one.part, 'allow-part', facts([one]), { at: 'key', related: related([one]) });
        continue;
      }
      const rest = isLimited(rule) ? 'the connections there that match the rest of the rule' : 'all connections there';
      const id = action === 'ALLOW' ? 'allow' : action === 'DENY' ? 'deny' : 'custom';
      const data = { ...facts(parts), advice: ADVICE, connections: rest, asked: asked(mesh, policy, rest) };
      const place = first.attributes[0] ?? first.part;
      context.report(place, id, data, { at: place.name === 'key' ? 'value' : 'key', related: related(parts) });
    }
  },
});

const ADVICE =
  'If the port speaks HTTP, name it http-… in the Service or set its appProtocol; else ask for what connections have: principals, namespaces, ipBlocks, ports.';

function facts(parts: readonly UnreadPart[]): { attributes: string; ports: string } {
  const names = parts.flatMap(({ attributes }) => attributes).map((field) => nameOf(field));
  const ports = parts.flatMap((part) => part.ports).map(({ target, protocol }) => `${target} is ${protocol}`);
  return { attributes: [...new Set(names)].join(', '), ports: [...new Set(ports)].join(', ') };
}

/** `paths` of an operation; the attribute that a condition is on. */
function nameOf(field: Field): string {
  return field.name === 'key' ? (field.string ?? '') : field.name;
}

function related(parts: readonly UnreadPart[]) {
  const ports = new Map(parts.flatMap((part) => part.ports).map((port) => [port.field.node, port]));
  return [...ports.values()].slice(0, 3).map(({ field, target, protocol, service }) => ({
    field: field.child(['appProtocol', 'name'].find((name) => field.child(name).isSet) ?? 'port'),
    message: `${target} is ${protocol} by ${service.display}`,
  }));
}

/** What a provider gets to decide. Source: buildTCP of pilot/pkg/security/authz/builder in istio/istio. */
function asked(mesh: Mesh, policy: Resource, connections: string): string {
  const name = policy.spec.get('provider', 'name').string;
  const types = new Set(extensionProviders(mesh).flatMap((each) => (each.name === name ? (each.type ?? '') : [])));
  const [type] = types.size === 1 ? types : [];
  if (type === 'envoyExtAuthzHttp') return "asks nobody: the policy's provider decides on HTTP requests alone";
  if (type === 'envoyExtAuthzGrpc') return `asks its provider about ${connections}`;
  return `asks a gRPC provider about ${connections}, an HTTP provider about none`;
}
