import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** Services by their name and ServiceEntries by their hosts, so that looking a host up does not go through all of them. */
export class HostIndex {
  readonly #services = new Map<string, Resource[]>();
  readonly #entries = new Map<string, Resource[]>();

  constructor(mesh: Mesh) {
    const affixes = mesh.kustomizations.affixes();
    for (const service of mesh.ofKind('Service', '')) {
      add(this.#services, service.name, service);
      for (const { prefix, suffix } of affixes) add(this.#services, `${prefix}${service.name}${suffix}`, service);
    }
    for (const entry of mesh.ofKind('ServiceEntry', 'networking.istio.io'))
      for (const host of entry.spec.child('hosts').texts()) add(this.#entries, host.toLowerCase(), entry);
  }

  /** The hosts that several ServiceEntries name. */
  sharedEntries(): Map<string, readonly Resource[]> {
    return new Map([...this.#entries].filter(([, entries]) => entries.length > 1));
  }

  /** Services of a short name, in any namespace; also of a name as some kustomization may change it. */
  services(name: string): readonly Resource[] {
    return this.#services.get(name) ?? [];
  }

  /** ServiceEntries that name this very host. */
  entries(host: string): readonly Resource[] {
    return this.#entries.get(host.toLowerCase()) ?? [];
  }
}

/** Adds a resource to those of a name, once; all names of one are added before the next resource's. */
function add(groups: Map<string, Resource[]>, name: string, resource: Resource): void {
  const known = groups.get(name);
  if (!known) groups.set(name, [resource]);
  else if (known.at(-1) !== resource) known.push(resource);
}
