import { isCidr } from './ip.ts';
import { parseQuantity } from './quantity.ts';

/** What is wrong with the value, as a clause whose subject is the value; undefined for a good one. */
type Check = (value: string) => string | undefined;

const UINT = /^(?:0|[1-9][0-9]*|0[0-9]+)$/;

const port: Check = (value) =>
  UINT.test(value.trim()) && Number(value) <= 65535 ? undefined : `is no port number: "${value}"`;

const ports: Check = (value) => (value.trim() === '' ? undefined : first(value.trim().split(','), port));

const portsOrAll: Check = (value) => (value === '*' ? undefined : ports(value));

const ranges: Check = (value) =>
  value === ''
    ? undefined
    : first(value.split(','), (range) =>
        isCidr(range) ? undefined : `is no CIDR range such as 10.0.0.0/8: "${range}"`,
      );

const rangesOrAll: Check = (value) => (value === '*' ? undefined : ranges(value));

const seconds: Check = (value) =>
  UINT.test(value) && Number(value) < 2 ** 32 ? undefined : 'is no whole number from 0 up';

const truth: Check = (value) =>
  /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value) ? undefined : 'is neither true nor false';

const quantity: Check = (value) =>
  parseQuantity(value) === undefined ? 'is no quantity such as 100m or 128Mi' : undefined;

const interception: Check = (value) =>
  ['REDIRECT', 'TPROXY', 'NONE'].includes(value) ? undefined : 'is none of REDIRECT, TPROXY and NONE';

/** Linux allows 15 bytes. */
const INTERFACE = /^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/;

const interfaces: Check = (value) =>
  value === ''
    ? undefined
    : first(value.split(','), (name) =>
        INTERFACE.test(name.trim()) ? undefined : `is no name of an interface: "${name}"`,
      );

/** The annotations whose value Istio's injector checks before it injects. `proxy.istio.io/config` has a schema of its own. */
export const ANNOTATION_CHECKS: Readonly<Record<string, Check>> = {
  'sidecar.istio.io/interceptionMode': interception,
  'status.sidecar.istio.io/port': port,
  'readiness.status.sidecar.istio.io/initialDelaySeconds': seconds,
  'readiness.status.sidecar.istio.io/periodSeconds': seconds,
  'readiness.status.sidecar.istio.io/failureThreshold': seconds,
  'traffic.sidecar.istio.io/includeOutboundIPRanges': rangesOrAll,
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': ranges,
  'traffic.sidecar.istio.io/includeInboundPorts': portsOrAll,
  'traffic.sidecar.istio.io/excludeInboundPorts': ports,
  'traffic.sidecar.istio.io/excludeOutboundPorts': ports,
  'traffic.sidecar.istio.io/excludeInterfaces': interfaces,
  'traffic.sidecar.istio.io/kubevirtInterfaces': interfaces,
  'istio.io/reroute-virtual-interfaces': interfaces,
  'prometheus.istio.io/merge-metrics': truth,
  'sidecar.istio.io/proxyCPU': quantity,
  'sidecar.istio.io/proxyMemory': quantity,
  'sidecar.istio.io/proxyCPULimit': quantity,
  'sidecar.istio.io/proxyMemoryLimit': quantity,
};

function first(items: string[], check: Check): string | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem) return problem;
  }
  return undefined;
}
