import { isTcp, type Protocol, protocolOf } from '../values/protocol.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { namedAs } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';
import { entryPorts } from './service-entry.ts';
import { servicePorts } from './service-ports.ts';

/** A port of a Service or ServiceEntry. */
export interface HostPort {
  number: number;
  /** Undefined where Istio finds it out from the traffic, or nobody can know. */
  protocol: Protocol | undefined;
  /** '' where it has none. */
  name: string;
}

/**
 * The ports of everything in the set that a host may mean: Services by short or full name, ServiceEntries by host. Empty
 * where the set holds none. `namespace` is that of the resource that names the host; '' matches any.
 */
export function portsOfHost(mesh: Mesh, host: string, namespace: string): readonly HostPort[] {
  const own = namedAs(mesh, host, namespace);
  return own.length === 1 && own[0] ? own[0].ask(readPorts) : own.flatMap((each) => each.ask(readPorts));
}

function readPorts(resource: Resource): HostPort[] {
  const ports: HostPort[] = [];
  const add = (number: number | undefined, protocol: Protocol | undefined, field: Field) => {
    if (number === undefined) return;
    const name = field.textOf('name') ?? '';
    ports.push({ number, protocol: protocol === 'Unsupported' ? undefined : protocol, name });
  };
  if (resource.kind === 'Service')
    for (const { number, protocol, field } of servicePorts(resource)) add(number, protocol, field);
  else
    for (const field of entryPorts(resource))
      add(field.child('number').number, protocolOf(field.textOf('protocol') ?? ''), field);
  return ports;
}

/** A port as a route names it; `target` is the port of the pods, where it is another number. */
export interface RoutedPort {
  number: number;
  target: number | undefined;
}

/** The ports of a Service or ServiceEntry; undefined where not all are known. */
export function portsOf(resource: Resource): RoutedPort[] | undefined {
  const isService = resource.kind === 'Service';
  const ports = resource.spec.child('ports');
  const read = ports.items().flatMap((port) => {
    const number = port.child(isService ? 'port' : 'number').number;
    return number === undefined ? [] : [{ number, target: port.child('targetPort').number }];
  });
  return ports.isList && read.length === ports.items().length ? read : undefined;
}

/** Is a protocol forwarded as bytes, so that what is said of HTTP does not reach it? False where it isn't known. */
export function isBytes(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && isTcp(protocol);
}
