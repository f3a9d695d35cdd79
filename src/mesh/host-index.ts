import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** Services by their name and ServiceEntries by their hosts, so that looking a host up does not go through all of them. */
export class HostIndex {
  readonly #services: Map<string, Resource[]>;
  readonly #entries: Map<string, Resource[]>;

  constructor(mesh: Mesh) {
    const affixes = mesh.kustomizations.affixes();
    this.#services = groupBy(mesh.ofKind('Service', ''), ({ name }) => [
      name,
      ...affixes.map(({ prefix, suffix }) => `${prefix}${name}${suffix}`),
    ]);
    this.#entries = groupBy(mesh.ofKind('ServiceEntry', 'networking.istio.io'), (entry) =>
      entry.spec
        .child('hosts')
        .items()
        .flatMap((host) => host.string?.toLowerCase() ?? []),
    );
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

function groupBy(resources: readonly Resource[], keysOf: (resource: Resource) => string[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const keys = keysOf(resource);
    for (const key of keys.length > 1 ? new Set(keys) : keys) {
      const known = groups.get(key);
      if (known) known.push(resource);
      else groups.set(key, [resource]);
    }
  }
  return groups;
}
