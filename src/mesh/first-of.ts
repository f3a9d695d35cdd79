import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** Remembers resources by a key, and finds the first one with the same key that a later one is applied together with. */
export class FirstOf {
  readonly #mesh: Mesh;
  /** The only resource of a key so far, or the first one in each world. */
  readonly #seen = new Map<string, Resource | Map<object, Ranked>>();

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
  }

  /** The first earlier resource of this key in one of the resource's worlds; remembers the resource where a world has none. */
  earlier(key: string, resource: Resource): Resource | undefined {
    const seen = this.#seen.get(key);
    if (!seen) {
      this.#seen.set(key, resource);
      return undefined;
    }
    const worlds = seen instanceof Map ? seen : this.#worldsOf({ rank: 0, resource: seen });
    this.#seen.set(key, worlds);
    const own: Ranked = { rank: worlds.size, resource };
    let first = own;
    for (const world of this.#mesh.worldsOf(resource)) {
      const known = worlds.get(world);
      if (!known) worlds.set(world, own);
      else if (known.rank < first.rank) first = known;
    }
    return first === own ? undefined : first.resource;
  }

  #worldsOf(ranked: Ranked): Map<object, Ranked> {
    return new Map(this.#mesh.worldsOf(ranked.resource).map((world) => [world, ranked]));
  }
}

/** A resource, with a number that grows in the order in which resources came. */
interface Ranked {
  rank: number;
  resource: Resource;
}
