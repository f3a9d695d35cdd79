import type { SourceFile } from '../yaml/document.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/**
 * Remembers resources by a key, and finds the first one with the same key that a later one is applied together with. They have
 * to come file by file, as a mesh has them.
 */
export class FirstOf {
  readonly #mesh: Mesh;
  /** The only resource of a key so far, or the first one in each world. */
  readonly #seen = new Map<string, Resource | Map<object, Ranked>>();
  #file: SourceFile | undefined;

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
  }

  /** The first earlier resource of this key in one of the resource's worlds; remembers the resource where a world has none. */
  earlier(key: string, resource: Resource): Resource | undefined {
    this.#turnTo(resource.file);
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

  /** Without kustomizations only what stands in one file is applied together. */
  #turnTo(file: SourceFile): void {
    if (file !== this.#file && this.#mesh.kustomizations.isEmpty) this.#seen.clear();
    this.#file = file;
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
