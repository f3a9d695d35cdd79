import { defineRule } from '../../engine/rule.ts';
import { entryPorts, looksUpNames, portProtocol, resolutionOf } from '../../mesh/service-entry.ts';
import { isHttp, isTcp, isTls, type Protocol } from '../../values/protocol.ts';
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
    if (resolution === undefined || resolution === 'NONE') return;
    // One port is enough to have the ServiceEntry rejected, so one is reported.
    const plain = portWhere(resource, (protocol) => !isHttp(protocol) && !isTls(protocol));
    const hasAddresses = looksUpNames(resolution) && resource.spec.child('addresses').items().length > 0;
    const shared = hasAddresses ? portWhere(resource, isTcp) : undefined;
    const port = plain ?? shared;
    const count = port
      ? resource.spec
          .child('hosts')
          .items()
          .filter((host) => host.isSet).length
      : 0;
    if (!port || count < 2) return;
    const data = { count, ...named(port) };
    if (plain) context.report(placeOf(port), 'indistinct-hosts', data);
    else context.report(placeOf(port), 'shared-addresses', data, { level: 'warning', codes: ['IST0133'] });
  },
});

function portWhere(entry: Resource, isMeant: (protocol: Protocol) => boolean): Field | undefined {
  return entryPorts(entry).find((port) => {
    const protocol = portProtocol(port);
    return protocol !== undefined && isMeant(protocol);
  });
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
