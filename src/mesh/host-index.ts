import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { entryHosts } from './service-entry.ts';

type Groups = Map<string, Resource | Resource[]>;

/** Services by their name and ServiceEntries by their hosts, so that looking a host up does not go through all of them. */
export class HostIndex {
  readonly #all: readonly Resource[];
  readonly #services: Groups = new Map();
  readonly #inside: Groups = new Map();
  /** The many hosts outside of the cluster, which few ask for: made when somebody does. */
  #outside: Groups | undefined;
  /** Hosts that begin with an asterisk, in lower case, with the ServiceEntries that name them. */
  readonly wildcards: readonly { pattern: string; entry: Resource }[];

  constructor(mesh: Mesh) {
    const affixes = mesh.kustomizations.affixes();
    for (const service of mesh.ofKind('Service', '')) {
      add(this.#services, service.name, service);
      for (const { prefix, suffix } of affixes) add(this.#services, `${prefix}${service.name}${suffix}`, service);
    }
    this.#all = mesh.ofKind('ServiceEntry', 'networking.istio.io');
    const wildcards: { pattern: string; entry: Resource }[] = [];
    for (const entry of this.#all) {
      const { lower, arePlain } = entryHosts(entry);
      for (const host of lower) {
        if (isInside(host)) add(this.#inside, host, entry);
        if (!arePlain && host.startsWith('*')) wildcards.push({ pattern: host, entry });
      }
    }
    this.wildcards = wildcards;
  }

  /** Services of a short name, in any namespace; also of a name as some kustomization may change it. */
  services(name: string): readonly Resource[] {
    return listOf(this.#services.get(name));
  }

  /** ServiceEntries that name this very host. */
  entries(host: string): readonly Resource[] {
    const name = host.toLowerCase();
    if (isInside(name)) return listOf(this.#inside.get(name));
    this.#outside ??= this.#indexOutside();
    return listOf(this.#outside.get(name));
  }

  #indexOutside(): Groups {
    const groups: Groups = new Map();
    for (const entry of this.#all)
      for (const host of entryHosts(entry).lower) if (!isInside(host)) add(groups, host, entry);
    return groups;
  }
}

/** Does it look like a name in the cluster, as most that are asked for do? */
function isInside(host: string): boolean {
  return host.endsWith('.local') || !host.includes('.');
}

/**
 * Adds a resource to those of a name, once; all names of one are added before the next resource's. Most names are of one
 * resource, and a tree has many: they go without a list.
 */
function add(groups: Groups, name: string, resource: Resource): void {
  const known = groups.get(name);
  if (known === undefined) groups.set(name, resource);
  else if (Array.isArray(known)) {
    if (known.at(-1) !== resource) known.push(resource);
  } else if (known !== resource) groups.set(name, [known, resource]);
}

const NONE: readonly Resource[] = [];

function listOf(found: Resource | Resource[] | undefined): readonly Resource[] {
  if (found === undefined) return NONE;
  return Array.isArray(found) ? found : [found];
}
