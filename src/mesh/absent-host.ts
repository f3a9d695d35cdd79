import type { Resource } from '../yaml/resource.ts';
import {
  hostsKnownIn,
  isBuiltIn,
  namesakesOf,
  qualified,
  serviceOf,
  servicesOfPartialName,
  targetsOfHost,
} from './host-lookup.ts';
import type { Mesh } from './mesh.ts';
import { absenceOf, type Inquirer, isInventoried } from './references.ts';

/** Why a host that a resource names is none of the registry. */
export type AbsentHost =
  /** It is there, and not exported to the namespace. */
  | { why: 'hidden'; target: Resource }
  /** It lacks the end of the Service's whole name. */
  | { why: 'partial-name'; service: string; home: string; wanted: string }
  /** It isn't there, for sure or because it looks misspelt; `near` was likely meant. */
  | { why: 'missing'; near: string | undefined; isSure: boolean };

/** Does a host that a resource of `namespace` names, followed from one of `from`, lead to a Service or ServiceEntry? */
export function leadsSomewhere(mesh: Mesh, host: string, namespace: string, from: readonly string[]): boolean {
  const name = qualified(host, namespace);
  for (const each of from) if (targetsOfHost(mesh, name, each).length > 0) return true;
  return false;
}

/**
 * Why a host that a resource of `namespace` names, followed from each of `from`, leads to no Service or ServiceEntry;
 * undefined where it leads to one, or may.
 */
export function absentHost(
  inquirer: Inquirer,
  host: string,
  namespace: string,
  from: readonly string[],
): AbsentHost | undefined {
  const { mesh, options } = inquirer;
  if (leadsSomewhere(mesh, host, namespace, from)) return undefined;
  if (options.world !== 'closed' && isBuiltIn(mesh, host, namespace)) return undefined;
  const [partial] = servicesOfPartialName(mesh, host);
  if (partial) {
    const home = mesh.namespaceOf(partial);
    const wanted = `${partial.name}.${home}.svc.cluster.local`;
    return { why: 'partial-name', service: partial.name, home, wanted };
  }
  const [target] = namesakesOf(mesh, host, namespace);
  if (target) return { why: 'hidden', target };
  const { service, home } = serviceOf(host.toLowerCase(), namespace);
  // What lies outside of the cluster needs no entry where traffic to anything is allowed.
  const isWhole = () => service !== undefined && isInventoried(mesh, home, ['', 'Service']);
  const reference = { kind: 'host', namespace: home, name: host };
  const absence = absenceOf(inquirer, reference, hostsKnownIn(mesh, namespace, !host.includes('.')), isWhole);
  return absence && { why: 'missing', ...absence };
}
