import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** A port of a Service or ServiceEntry. */
export interface HostPort {
  number: number;
  /** In Istio's spelling, as "HTTP" or "Redis"; undefined where Istio finds it out from the traffic, or nobody can know. */
  protocol: string | undefined;
}

/**
 * The ports of everything in the set that a host may mean: Services by short or full name, ServiceEntries by host. Empty
 * where the set holds none. `namespace` is that of the resource that names the host; '' matches any.
 */
export function portsOfHost(mesh: Mesh, host: string, namespace: string): HostPort[] {
  const full = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host);
  const [name, wanted] = full ? [full[1], full[2]] : [host.includes('.') ? undefined : host, namespace];
  const services = mesh
    .hosts()
    .services(name ?? '')
    .filter((service) => {
      const own = mesh.namespaceOf(service);
      return own === wanted || !own || !wanted;
    });
  const entries = mesh.hosts().entries(host);
  return [
    ...services.flatMap((service) => readPorts(service, 'port', protocolOfServicePort)),
    ...entries.flatMap((entry) => readPorts(entry, 'number', (port) => parseProtocol(port.child('protocol')))),
  ];
}

function readPorts(resource: Resource, name: string, protocolOf: (port: Field) => string | undefined): HostPort[] {
  return resource.spec
    .child('ports')
    .items()
    .flatMap((port) => {
      const number = port.child(name).number;
      return number === undefined ? [] : [{ number, protocol: protocolOf(port) }];
    });
}

const PROTOCOLS = [
  'TCP',
  'UDP',
  'GRPC',
  'GRPC-Web',
  'HTTP',
  'HTTP_PROXY',
  'HTTP2',
  'HTTPS',
  'TLS',
  'Mongo',
  'Redis',
  'MySQL',
];
const BY_NAME = new Map(PROTOCOLS.map((protocol) => [protocol.toLowerCase(), protocol]));

/** Values that Kubernetes itself gives a meaning. Source: ServicePort.appProtocol. */
const APP_PROTOCOLS = new Map([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
]);

/** Ports where the server speaks first, so that Istio never waits to find a protocol out. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

/** The proxies forward these as bytes: what is said of HTTP does not reach them. */
const BYTES = new Set(['TCP', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL']);

/** Is a protocol forwarded without a look at requests? False where it isn't known. */
export function isBytes(protocol: string | undefined): boolean {
  return protocol !== undefined && BYTES.has(protocol);
}

/** The protocol of a port of a Kubernetes Service. Source: Istio, "Protocol Selection". */
function protocolOfServicePort(port: Field): string | undefined {
  const [transport, written, name] = [port.child('protocol'), port.child('appProtocol'), port.child('name')];
  if (transport.isUnknown || written.isUnknown || name.isUnknown) return undefined;
  if (transport.string === 'UDP') return 'UDP';
  const text = written.string ?? name.string ?? '';
  const known = written.isSet ? APP_PROTOCOLS.get(text) : undefined;
  const selected =
    known ?? (/^grpc-web/i.test(text) ? 'GRPC-Web' : BY_NAME.get(text.split('-')[0]?.toLowerCase() ?? ''));
  return selected ?? (SERVER_FIRST.has(port.child('port').number ?? 0) ? 'TCP' : undefined);
}

function parseProtocol(field: Field): string | undefined {
  return BY_NAME.get(field.string?.toLowerCase() ?? '');
}
