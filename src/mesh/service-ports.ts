import { type Protocol, protocolOf } from '../values/protocol.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';

/** A port of a Service. */
export interface ServicePort {
  field: Field;
  number: number | undefined;
  /** `targetPort` as written. */
  target: Field;
  /** Its `protocol` as written; undefined also where it waits for a placeholder. */
  transport: string | undefined;
  /** See servicePortProtocol. */
  protocol: Protocol | undefined;
}

/** The ports of a Service. */
export function servicePorts(service: Resource): readonly ServicePort[] {
  return service.ask(readPorts);
}

function readPorts({ spec }: Resource): ServicePort[] {
  const ports: ServicePort[] = [];
  for (const field of spec.child('ports').items())
    ports.push({
      field,
      number: field.child('port').number,
      target: field.child('targetPort'),
      transport: field.textOf('protocol'),
      protocol: servicePortProtocol(field),
    });
  return ports;
}

/** Ports whose clients wait for the server to speak first: Istio cannot sniff there. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

/** The names for application protocols that Kubernetes has standardized. */
const KUBERNETES: Readonly<Record<string, Protocol | undefined>> = {
  'kubernetes.io/h2c': 'HTTP2',
  'kubernetes.io/ws': 'HTTP',
  'kubernetes.io/wss': 'HTTPS',
};

/**
 * The protocol that Istio takes for a port of a Service: from appProtocol, else from the port's name before its first "-",
 * else from well-known port numbers. 'Unsupported' where Istio would have to sniff; undefined where a value is not known
 * yet. Source: https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function servicePortProtocol(port: Field): Protocol | undefined {
  const application = port.child('appProtocol');
  const name = application.isSet ? application : port.child('name');
  const transport = port.child('protocol');
  const number = port.child('port');
  if (transport.isUnknown || number.isUnknown || name.isUnknown) return undefined;
  if (transport.string === 'UDP') return 'UDP';
  const text = name.string ?? '';
  const standard = Object.hasOwn(KUBERNETES, text) && name === application ? KUBERNETES[text] : undefined;
  if (standard) return standard;
  const protocol = protocolNamedBy(text);
  return protocol === 'Unsupported' && SERVER_FIRST.has(number.number ?? 0) ? 'TCP' : protocol;
}

/** What stands before the first `-` of a name. */
function protocolNamedBy(name: string): Protocol {
  const dash = name.indexOf('-');
  const protocol = protocolOf(dash < 0 ? name : name.slice(0, dash));
  return protocol === 'GRPC' && /^grpc-web/i.test(name) ? 'GRPC-Web' : protocol;
}
