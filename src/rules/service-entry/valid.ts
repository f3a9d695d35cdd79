import { type Context, defineRule } from '../../engine/rule.ts';
import { looksUpNames, portProtocol, resolutionOf } from '../../mesh/service-entry.ts';
import { isHttp, isTcp, isTls } from '../../values/protocol.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  'indistinct-hosts': {
    text: 'Port {{port}} {{as}} does not say which of the {{count}} hosts a connection is for, so Istio rejects them.',
    help: 'Write a ServiceEntry for each host, or a protocol that names the host: HTTP, HTTP2, GRPC, TLS, HTTPS.',
  },
  'shared-addresses': {
    text: 'The {{count}} hosts share the addresses, and port {{port}} {{as}} is told apart by address, so they mix.',
    help: 'Write a ServiceEntry with its own addresses for each host, or delete addresses.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** Envoy tells hosts apart by the Host header or by the SNI; a plain connection carries neither. */
export default defineRule({
  summary: 'A ServiceEntry with several hosts can tell them apart',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  kinds: ['networking.istio.io/ServiceEntry'],
  check(resource, context) {
    const resolution = resolutionOf(resource);
    const count = resource.spec
      .child('hosts')
      .items()
      .filter((host) => host.isSet).length;
    if (resolution === undefined || resolution === 'NONE' || count < 2) return;
    if (reportIndistinct(resource, count, context)) return;
    const hasAddresses = resource.spec.child('addresses').items().length > 0;
    if (looksUpNames(resolution) && hasAddresses) reportShared(resource, count, context);
  },
});

/** One port is enough to have the ServiceEntry rejected, so one is reported. */
function reportIndistinct(resource: Resource, count: number, context: Here): boolean {
  for (const port of resource.spec.child('ports').items()) {
    const protocol = portProtocol(port);
    if (protocol === undefined || isHttp(protocol) || isTls(protocol)) continue;
    context.report(placeOf(port), 'indistinct-hosts', { count, ...named(port) });
    return true;
  }
  return false;
}

function reportShared(resource: Resource, count: number, context: Here): void {
  for (const port of resource.spec.child('ports').items()) {
    const protocol = portProtocol(port);
    if (protocol === undefined || !isTcp(protocol)) continue;
    const data = { count, ...named(port) };
    context.report(placeOf(port), 'shared-addresses', data, { level: 'warning', codes: ['IST0133'] });
    return;
  }
}

function placeOf(port: Field): Field {
  const protocol = port.child('protocol');
  return protocol.isSet ? protocol : port.child('number');
}

function named(port: Field): { port: string; as: string } {
  const protocol = port.child('protocol').string;
  const [number, name] = [port.child('number').number, port.child('name').string];
  return {
    port: number === undefined ? `"${name ?? ''}"` : String(number),
    as: protocol ? `(${protocol})` : 'without a protocol',
  };
}
