import { defineRule } from '../../engine/rule.ts';
import { itemsOf } from '../../mesh/capture.ts';
import { findExposure } from '../../mesh/exposure.ts';
import { membershipIn } from '../../mesh/membership.ts';
import { WORKLOAD_KINDS, type Workload, workloadOf } from '../../mesh/workloads.ts';
import type { Field } from '../../yaml/field.ts';

/** What does not pass the proxy is neither encrypted nor authorized, whatever the policies say. */
export default defineRule({
  summary: 'No traffic of a workload goes past its proxy',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { security: 'warning' },
  securitySeverity: '5.5',
  options: {
    allow: {
      type: 'array',
      items: { type: 'string' },
      default: [] as string[],
      description: 'Workloads whose traffic may go past the proxy, as "namespace/name".',
    },
  },
  messages: {
    'inbound-ports': {
      text: 'The proxy does not see traffic to {{ports}}, so no mutual TLS and no AuthorizationPolicy holds there.',
      help: 'Take {{ports}} out of {{annotation}}, or make sure that the application protects itself there.',
    },
    'exposed-port': {
      text: 'The proxy does not see traffic to {{ports}}, which Service {{service}} exposes, so {{policy}} is not enforced there.',
      help: 'Take {{ports}} out of {{annotation}}.',
    },
    'no-inbound': {
      text: 'An empty list of inbound ports keeps all inbound traffic from the proxy, so no policy holds for this workload.',
      help: 'Delete the annotation, or list the ports.',
    },
    outbound: {
      text: 'The proxy does not see outbound traffic to {{ports}}, so it has no mutual TLS, no routes and no telemetry.',
      help: 'Delete {{annotation}}, or keep it to what cannot go through a proxy.',
    },
    'interception-none': {
      text: 'Interception mode NONE sends nothing through the proxy by itself, so policies hold only for who goes there on purpose.',
      help: 'Delete the annotation: REDIRECT is the default.',
    },
    'ambient-inbound': {
      text: 'Inbound traffic that does not come by HBONE goes past ztunnel, so PeerAuthentication and AuthorizationPolicy do not hold for it.',
      help: 'Delete the annotation.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations',
    'https://istio.io/latest/docs/reference/config/annotations/',
  ],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    if (!workload || context.options.allow.includes(`${workload.namespace}/${resource.name}`)) return;
    const membership = membershipIn(context.mesh, workload);
    const annotation = (name: string): Field => workload.annotations.child(name);
    if (membership === 'sidecar' || membership === 'unknown') checkSidecar(workload);
    const ambient = annotation('ambient.istio.io/bypass-inbound-capture');
    if ((membership === 'ambient' || membership === 'unknown') && isTrue(ambient)) {
      context.report(ambient, 'ambient-inbound');
    }

    function checkSidecar(pods: Workload): void {
      const inbound = annotation('traffic.sidecar.istio.io/excludeInboundPorts');
      const exposure = itemsOf(inbound).length > 0 ? findExposure(context.mesh, pods, itemsOf(inbound)) : undefined;
      const data = { ports: named(exposure?.ports ?? itemsOf(inbound)), annotation: inbound.name };
      if (exposure) {
        const { service, policy } = exposure;
        const related = [{ field: policy.metadata.child('name'), message: 'the policy that the traffic goes around' }];
        const names = { service: service.name, policy: policy.display };
        context.report(inbound, 'exposed-port', { ...data, ...names }, { level: 'error', related });
      } else if (itemsOf(inbound).length > 0) context.report(inbound, 'inbound-ports', data);
      const included = annotation('traffic.sidecar.istio.io/includeInboundPorts');
      if (included.string === '') context.report(included, 'no-inbound');
      const outbound = annotation('traffic.sidecar.istio.io/excludeOutboundPorts');
      if (itemsOf(outbound).length > 0) {
        context.report(outbound, 'outbound', { ports: named(itemsOf(outbound)), annotation: outbound.name });
      }
      const ranges = annotation('traffic.sidecar.istio.io/excludeOutboundIPRanges');
      if (itemsOf(ranges).some((range) => range === '0.0.0.0/0' || range === '::/0')) {
        context.report(ranges, 'outbound', { ports: 'any address', annotation: ranges.name });
      }
      const mode = annotation('sidecar.istio.io/interceptionMode');
      if (mode.string === 'NONE') context.report(mode, 'interception-none');
    }
  },
});

function named(ports: readonly string[]): string {
  const [first, ...others] = ports;
  return others.length === 0 ? `port ${first}` : `ports ${ports.slice(0, -1).join(', ')} and ${ports.at(-1)}`;
}

/** As Go reads a boolean out of text. */
function isTrue({ value }: Field): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(String(value));
}
