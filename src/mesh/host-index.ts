import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { entryHosts } from './service-entry.ts';

/** Services by their name and ServiceEntries by their hosts, so that looking a host up does not go through all of them. */
export class HostIndex {
  readonly #services = new Map<string, Resource | Resource[]>();
  readonly #entries = new Map<string, Resource | Resource[]>();
  /** Hosts that begin with an asterisk, in lower case, with the ServiceEntries that name them. */
  readonly wildcards: readonly { pattern: string; entry: Resource }[];

  constructor(mesh: Mesh) {
    const affixes = mesh.kustomizations.affixes();
    for (const service of mesh.ofKind('Service', '')) {
      add(this.#services, service.name, service);
      for (const { prefix, suffix } of affixes) add(this.#services, `${prefix}${service.name}${suffix}`, service);
    }
    const wildcards: { pattern: string; entry: Resource }[] = [];
    for (const entry of mesh.ofKind('ServiceEntry', 'networking.istio.io'))
      for (const written of entryHosts(entry)) {
        const host = written.toLowerCase();
        add(this.#entries, host, entry);
        if (host.startsWith('*')) wildcards.push({ pattern: host, entry });
      }
    this.wildcards = wildcards;
  }

  /** The hosts that several ServiceEntries name. */
  sharedEntries(): Map<string, readonly Resource[]> {
    const shared = new Map<string, readonly Resource[]>();
    for (const [host, entries] of this.#entries) if (Array.isArray(entries)) shared.set(host, entries);
    return shared;
  }

  /** Services of a short name, in any namespace; also of a name as some kustomization may change it. */
  services(name: string): readonly Resource[] {
    return listOf(this.#services.get(name));
  }

  /** ServiceEntries that name this very host. */
  entries(host: string): readonly Resource[] {
    return listOf(this.#entries.get(host.toLowerCase()));
  }
}

/**
 * Adds a resource to those of a name, once; all names of one are added before the next resource's. Most names are of one
 * resource, and a tree has many: they go without a list.
 */
function add(groups: Map<string, Resource | Resource[]>, name: string, resource: Resource): void {
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
