import { defineRule } from '../../engine/rule.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { membershipIn, SURELY_OPTION } from '../../mesh/membership.ts';
import { type WorkloadPort, workloadPorts } from '../../mesh/workload-ports.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
import { isHttp, isTcp } from '../../values/protocol.ts';

/** A pod's sidecar has one listener for a port: of two protocols that Services name, it speaks one. */
export default defineRule({
  summary: 'Services of a workload agree on the protocol of its ports',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'error',
    'istioctl-parity': ['warning', { surely: true, transport: true }],
  },
  codes: ['IST0116'],
  options: {
    surely: SURELY_OPTION,
    transport: {
      type: 'boolean',
      default: false,
      description:
        'Report a port that is both TCP and UDP too, as istioctl does. Istio leaves UDP alone, so it does no harm.',
    },
  },
  messages: {
    application: {
      text: 'Services take port {{port}} of the pods for {{protocols}}, and the sidecar can handle it as one of these alone.',
      help: 'Give the port the same protocol (name or appProtocol) in {{services}}.',
    },
    transport: {
      text: 'Services of these pods have port {{port}} as {{protocols}}.',
      help: 'Give the protocols ports of their own in {{services}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements',
    'https://istio.io/latest/docs/reference/config/analysis/ist0116/',
  ],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const { mesh, options } = context;
    const workload = workloadOf(resource, mesh);
    if (!workload || resource.isPatch) return;
    const ports = workloadPorts(mesh, workload);
    if (areAlike(ports)) return;
    const membership = membershipIn(mesh, workload);
    if (membership === 'none' || (membership === 'unknown' && options.surely)) return;
    const reported = new Set<number | string>();
    for (const [number, same] of groupBy(ports, (port) => port.number)) {
      const transports = new Set(same.map(({ transport }) => transport));
      const isOdd = [...transports].some((each) => !TRANSPORTS.has(each));
      if (transports.size < 2 || !(options.transport || isOdd)) continue;
      reported.add(same[0]?.target ?? '');
      report('transport', String(number), [...transports], same);
    }
    for (const [target, same] of groupBy(ports, (port) => port.target)) {
      const known = same.filter(({ transport, protocol }) => transport === 'TCP' && protocol && familyOf(protocol));
      const families = new Set(known.map(({ protocol }) => protocol && familyOf(protocol)));
      if (families.size < 2 || reported.has(target)) continue;
      report('application', target, [...new Set(known.map(({ protocol }) => protocol ?? ''))], known);
    }

    function report(id: 'application' | 'transport', port: string, protocols: string[], same: WorkloadPort[]): void {
      const services = [...new Set(same.map(({ service }) => service.display))].join(' and ');
      const related = same.map(({ field, protocol, transport }) => ({
        field: field.child('port'),
        message: id === 'transport' ? transport : (protocol ?? ''),
      }));
      const data = { port, protocols: protocols.join(' and '), services };
      context.report(resource.metadata.child('name'), id, data, { related });
    }
  },
});

/** Most ports of a workload are of one transport and one family: then no two of them are at odds. */
function areAlike(ports: readonly WorkloadPort[]): boolean {
  let family: string | undefined;
  for (const { transport, protocol } of ports) {
    if (transport !== ports[0]?.transport) return false;
    const own = protocol && familyOf(protocol);
    if (own && family && own !== family) return false;
    family ??= own;
  }
  return true;
}

const TRANSPORTS = new Set(['TCP', 'UDP', 'SCTP']);

function familyOf(protocol: NonNullable<WorkloadPort['protocol']>): string | undefined {
  if (isHttp(protocol)) return 'http';
  return isTcp(protocol) ? 'tcp' : undefined;
}
