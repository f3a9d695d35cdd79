import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** Remembers resources by a key, and finds the first one with the same key that a later one is applied together with. */
export class FirstOf {
  readonly #mesh: Mesh;
  /** The only resource of a key so far, or the first one in each world. */
  readonly #seen = new Map<string, Resource | Map<object, Resource>>();

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
  }

  /** The first earlier resource of this key in one of the resource's worlds; remembers the resource where there is none. */
  earlier(key: string, resource: Resource): Resource | undefined {
    const seen = this.#seen.get(key);
    if (!seen) {
      this.#seen.set(key, resource);
      return undefined;
    }
    const worlds =
      seen instanceof Map ? seen : new Map(this.#mesh.worldsOf(seen).map((world) => [world, seen] as const));
    this.#seen.set(key, worlds);
    const own = this.#mesh.worldsOf(resource);
    const world = own.find((candidate) => worlds.has(candidate));
    if (world) return worlds.get(world);
    for (const each of own) worlds.set(each, resource);
    return undefined;
  }
}
