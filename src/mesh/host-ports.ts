import { isTcp, type Protocol, protocolOf } from '../values/protocol.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { servicePortProtocol } from './service-ports.ts';

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
  return mesh.askAbout(findPorts, `${namespace}/${host}`);
}

function findPorts(mesh: Mesh, key: string): HostPort[] {
  const slash = key.indexOf('/');
  const [namespace, host] = [key.slice(0, slash), key.slice(slash + 1)];
  const full = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host);
  const [name, wanted] = full ? [full[1], full[2]] : [host.includes('.') ? undefined : host, namespace];
  const ports: HostPort[] = [];
  for (const service of mesh.hosts().services(name ?? ''))
    if (mesh.mayBeIn(service, wanted ?? '')) addPorts(ports, service, 'port', servicePortProtocol);
  for (const entry of mesh.hosts().entries(host)) addPorts(ports, entry, 'number', entryPortProtocol);
  return ports;
}

function addPorts(
  found: HostPort[],
  { spec }: Resource,
  key: 'port' | 'number',
  readProtocol: (port: Field) => Protocol | undefined,
): void {
  for (const port of spec.child('ports').items()) {
    const number = port.child(key).number;
    if (number === undefined) continue;
    const protocol = readProtocol(port);
    const name = port.child('name').string ?? '';
    found.push({ number, protocol: protocol === 'Unsupported' ? undefined : protocol, name });
  }
}

function entryPortProtocol(port: Field): Protocol {
  return protocolOf(port.child('protocol').string ?? '');
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
