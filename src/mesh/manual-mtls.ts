import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { hasAmbientMode } from './ambient-mode.ts';
import { autoMtlsOff } from './auto-mtls.ts';
import { destinationRules, rulesForHost } from './destination-rules.ts';
import { clientTlsAt } from './destination-tls.ts';
import { doMeet } from './meeting.ts';
import { membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { type Decided, decidedAt, isTcp } from './mtls-conflicts.ts';
import { isInventoried } from './references.ts';
import { hostOfService, isPlain, servicesFollowing } from './rule-lookup.ts';
import { backendsOf } from './service-backends.ts';

/** Clients that send plaintext, because automatic mutual TLS is off and nobody tells them otherwise. */
export type PlaintextClients = { service: Resource; port: number; off: Field } & (
  | { how: 'no-tls'; rule: Resource; decided: Decided }
  /** The rule takes the place of a wider one that says ISTIO_MUTUAL. */
  | { how: 'overrides'; rule: Resource; other: Resource }
  /** No rule is for the host at all. */
  | { how: 'no-rule'; decided: Decided }
);

/**
 * Where clients send plaintext without automatic mutual TLS: each DestinationRule and each place of a mode once. That no rule
 * is for a host is said by `world` (references.ts), and only of what all rules and the Service say for sure.
 */
export function plaintextClients(mesh: Mesh, meeting: string, world: string): PlaintextClients[] {
  const off = autoMtlsOff(mesh);
  if (!off || hasAmbientMode(mesh)) return [];
  const found = destinationRules(mesh).flatMap((rule) => withoutTls(mesh, rule, meeting, off) ?? []);
  const places = new Set<string>();
  const isOpen = world === 'open' || destinationRules(mesh).some(({ spec }) => spec.child('host').isUnknown);
  for (const service of isOpen ? [] : mesh.ofKind('Service', '')) {
    if (!isPlain(mesh, service)) continue;
    const strict = strictPorts(mesh, service).find(({ decided }) => !places.has(placeOf(decided)));
    if (!strict || rulesForHost(mesh, hostOfService(mesh, service)).length > 0) continue;
    if (world === 'auto' && !holdsRules(mesh, mesh.namespaceOf(service))) continue;
    places.add(placeOf(strict.decided));
    found.push({ how: 'no-rule', service, off, ...strict });
  }
  return found;
}

function withoutTls(mesh: Mesh, rule: Resource, meeting: string, off: Field): PlaintextClients | undefined {
  let overriding: PlaintextClients | undefined;
  for (const service of servicesFollowing(mesh, rule)) {
    const isAutomatic = (port: number) => clientTlsAt(rule, port) === 'automatic';
    const strict = strictPorts(mesh, service).find(
      ({ port, decided }) => isAutomatic(port) && doMeet(mesh, rule, decided.policy, meeting),
    );
    if (strict) return { how: 'no-tls', rule, service, off, ...strict };
    const [port] = tcpPorts(service).filter(isAutomatic);
    const other = port === undefined ? undefined : overridden(mesh, rule, service, port, meeting);
    const isMember = backendsOf(mesh, service).workloads.some((each) => membershipIn(mesh, each) === 'sidecar');
    if (other && port !== undefined && isMember) overriding ??= { how: 'overrides', rule, service, port, other, off };
  }
  return overriding;
}

/** Another rule for the host, which a client would follow without this one, that says ISTIO_MUTUAL. */
function overridden(
  mesh: Mesh,
  rule: Resource,
  service: Resource,
  port: number,
  meeting: string,
): Resource | undefined {
  const homes = [mesh.namespaceOf(rule), mesh.namespaceOf(service), mesh.rootNamespace];
  return rulesForHost(mesh, hostOfService(mesh, service)).find((other) => {
    const tls = other === rule ? undefined : clientTlsAt(other, port);
    const says = tls !== undefined && tls !== 'automatic' && tls.mode === 'ISTIO_MUTUAL';
    return says && homes.includes(mesh.namespaceOf(other)) && doMeet(mesh, rule, other, meeting);
  });
}

/** The ports of a Service at which some workload takes mutual TLS alone. */
function strictPorts(mesh: Mesh, service: Resource): { port: number; decided: Decided }[] {
  const { workloads } = backendsOf(mesh, service);
  return service.spec
    .child('ports')
    .items()
    .filter(isTcp)
    .flatMap((field) => {
      const port = field.child('port').number;
      const [decided] = workloads.flatMap((workload) => decidedAt(mesh, workload, field, 'STRICT') ?? []);
      return decided && port !== undefined ? [{ port, decided }] : [];
    });
}

function tcpPorts(service: Resource): number[] {
  const ports = service.spec.child('ports').items().filter(isTcp);
  return ports.flatMap((port) => port.child('port').number ?? []);
}

function holdsRules(mesh: Mesh, namespace: string): boolean {
  const kind: [string, string] = ['networking.istio.io', 'DestinationRule'];
  return [namespace, mesh.rootNamespace].some((home) => isInventoried(mesh, home, kind));
}

function placeOf({ field }: Decided): string {
  return `${field.document.file.path} ${field.document.index} ${field.pointer}`;
}
