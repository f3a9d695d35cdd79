import { defineRule } from '../../engine/rule.ts';
import { type Exposure, findExposure } from '../../mesh/exposure.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
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
      description: 'Workloads that may, as "namespace/name".',
    },
  },
  messages: {
    'inbound-ports': {
      text: 'Traffic to port {{ports}} goes past the proxy: no mutual TLS and no AuthorizationPolicy holds there.',
      help: 'Delete the port from {{annotation}}, or make sure that the application protects it.',
    },
    'exposed-port': {
      text: 'Port {{ports}} goes past the proxy, but Service {{service}} exposes it, and {{policy}} is not enforced there.',
      help: 'Delete the port from {{annotation}}.',
    },
    'no-inbound': {
      text: 'An empty list of inbound ports takes no inbound traffic through the proxy: no policy holds for this workload.',
      help: 'Delete the annotation, or list the ports.',
    },
    outbound: {
      text: 'Outbound traffic to {{ports}} goes past the proxy: no mutual TLS, no routes and no telemetry.',
      help: 'Delete {{annotation}}, or keep it to what cannot speak through a proxy.',
    },
    'interception-none': {
      text: 'Interception mode NONE takes no traffic through the proxy but what is sent to it on purpose.',
      help: 'Delete the annotation for REDIRECT.',
    },
    'ambient-inbound': {
      text: 'Inbound traffic that is not HBONE goes past ztunnel: PeerAuthentication and AuthorizationPolicy do not hold for it.',
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
    const { annotations } = workload;
    const annotation = (name: string): Field => annotations.child(name);
    const excluded = annotation('traffic.sidecar.istio.io/excludeInboundPorts');
    const exposed: Exposure | undefined = excluded.isSet
      ? findExposure(context.mesh, workload, portsIn(excluded))
      : undefined;
    if (exposed)
      context.report(excluded, 'exposed-port', { ...exposed, annotation: excluded.name }, { level: 'error' });
    else if (portsIn(excluded).length > 0)
      context.report(excluded, 'inbound-ports', { ports: portsIn(excluded).join(', '), annotation: excluded.name });
    const included = annotation('traffic.sidecar.istio.io/includeInboundPorts');
    if (included.string === '') context.report(included, 'no-inbound');
    const outbound = annotation('traffic.sidecar.istio.io/excludeOutboundPorts');
    if (portsIn(outbound).length > 0)
      context.report(outbound, 'outbound', {
        ports: `port ${portsIn(outbound).join(', ')}`,
        annotation: outbound.name,
      });
    const ranges = annotation('traffic.sidecar.istio.io/excludeOutboundIPRanges');
    if (ranges.string?.split(',').some((range) => range.trim() === '0.0.0.0/0'))
      context.report(ranges, 'outbound', { ports: 'any address', annotation: ranges.name });
    const mode = annotation('sidecar.istio.io/interceptionMode');
    if (mode.string === 'NONE') context.report(mode, 'interception-none');
    const ambient = annotation('ambient.istio.io/bypass-inbound-capture');
    if (String(ambient.value) === 'true') context.report(ambient, 'ambient-inbound');
  },
});

function portsIn(field: Field): string[] {
  const { scalar } = field;
  return scalar === undefined || scalar === null
    ? []
    : String(scalar)
        .split(',')
        .map((port) => port.trim())
        .filter(Boolean);
}
