import { hostsMatch, isHostWithin } from '../values/dns.ts';
import type { Resource } from '../yaml/resource.ts';
import { namesakesOf, qualified, serviceOf } from './host-lookup.ts';
import { doMeet } from './meeting.ts';
import { isProxyOnly, membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { workloadsIn } from './selected-workloads.ts';
import { brings, type Imports, importsOf, isMeshWide, sidecarsOfNamespace } from './sidecar-scope.ts';
import { hostsOfRoutes } from './virtual-services.ts';

/** What the sidecars of a namespace know, as far as Sidecars limit it. */
export interface ClientScope {
  namespace: string;
  /** The Sidecar that holds where no selector says otherwise. */
  sidecar: Resource;
  /** The egress listeners of each Sidecar that holds for some of them, or may. */
  egress: readonly (readonly Imports[])[];
}

/**
 * What the sidecars in a VirtualService's own namespace know; undefined where some of them may know everything, where
 * nobody can tell, where there are none, and where it does not meet the Sidecar (meeting.ts).
 */
export function clientScope(mesh: Mesh, service: Resource, meeting: string): ClientScope | undefined {
  const namespace = mesh.namespaceOf(service);
  const sidecar = mesh.askAbout(plainSidecars, namespace).find((each) => doMeet(mesh, service, each, meeting));
  if (!sidecar || !mayHaveClients(mesh, namespace, isMeshWide(mesh, sidecar))) return undefined;
  const egress = mesh.askAbout(egressIn, namespace);
  return egress && { namespace, sidecar, egress };
}

/** The Sidecars without a selector that hold in a namespace, or may. */
function plainSidecars(mesh: Mesh, namespace: string): Resource[] {
  const all = namespace === '' ? [] : sidecarsOfNamespace(mesh, namespace);
  return all.filter((each) => each !== undefined).filter(({ spec }) => !spec.has('workloadSelector'));
}

function egressIn(mesh: Mesh, namespace: string): Imports[][] | undefined {
  const egress = sidecarsOfNamespace(mesh, namespace).map((each) => each && importsOf(mesh, each, namespace));
  const known = egress.filter((listeners) => listeners !== undefined);
  return known.length === egress.length ? known : undefined;
}

/** A Sidecar of the namespace itself is written for somebody; one of the root namespace holds where there is nobody too. */
function mayHaveClients(mesh: Mesh, namespace: string, isMeshWide: boolean): boolean {
  const workloads = workloadsIn(mesh, namespace);
  if (workloads.length === 0) return !isMeshWide;
  return workloads.some(
    (workload) => !isProxyOnly(workload) && !['ambient', 'none'].includes(membershipIn(mesh, workload)),
  );
}

/** The egress listeners that bring the routes of a VirtualService to the sidecars of its namespace, or may. */
export function listenersWithRoutes(mesh: Mesh, { egress, namespace }: ClientScope, service: Resource): Imports[] {
  const hosts = hostsOfRoutes(mesh, service);
  return egress
    .flat()
    .filter(
      (listener) => brings(listener, namespace, (name) => hosts.some((host) => hostsMatch(host, name))) !== false,
    );
}

/**
 * The egress listeners that bring a host to the sidecars, or may; undefined where nobody knows which namespace it is of.
 */
export function listenersWithHost(mesh: Mesh, scope: ClientScope, host: string): Imports[] | undefined {
  const homes = homesOf(mesh, host, scope.namespace);
  const name = qualified(host, scope.namespace);
  if (homes.length === 0 || homes.includes('')) return undefined;
  return scope.egress
    .flat()
    .filter((listener) => homes.some((home) => brings(listener, home, (each) => isHostWithin(name, each)) !== false));
}

/** The namespaces of what a host may mean: what its name says, and those of the Services and ServiceEntries of the set. */
export function homesOf(mesh: Mesh, host: string, namespace: string): string[] {
  const name = qualified(host, namespace);
  const { service, home } = serviceOf(name, namespace);
  const known = namesakesOf(mesh, name, namespace).map((target) => mesh.namespaceOf(target));
  return [...new Set(service === undefined ? known : [home, ...known])];
}
