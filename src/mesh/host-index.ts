import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** Services by their name and ServiceEntries by their hosts, so that looking a host up does not go through all of them. */
export class HostIndex {
  readonly #services: Map<string, Resource[]>;
  readonly #entries: Map<string, Resource[]>;

  constructor(mesh: Mesh) {
    const affixes = mesh.kustomizations.affixes();
    this.#services = groupBy(mesh.ofKind('Service', ''), ({ name }, add) => {
      add(name);
      for (const { prefix, suffix } of affixes) add(`${prefix}${name}${suffix}`);
    });
    this.#entries = groupBy(mesh.ofKind('ServiceEntry', 'networking.istio.io'), ({ spec }, add) => {
      for (const { string: host } of spec.child('hosts').items()) if (host !== undefined) add(host.toLowerCase());
    });
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

/** Resources by what each adds, in their order, each once by the same key. */
function groupBy(
  resources: readonly Resource[],
  addKeys: (resource: Resource, add: (key: string) => void) => void,
): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources)
    addKeys(resource, (key) => {
      const known = groups.get(key);
      if (!known) groups.set(key, [resource]);
      else if (known.at(-1) !== resource) known.push(resource);
    });
  return groups;
}
