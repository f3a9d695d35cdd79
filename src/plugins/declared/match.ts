import { matchesGlob } from '../../mesh/externals.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Which resources a declared rule is about: of one of the kinds, and where others are given, of one of each. */
export interface Match {
  /** As of a rule's `kinds`. */
  kinds: readonly string[];
  /** Globs. A resource whose namespace nobody says is in none of them. */
  namespaces: readonly string[];
  /** Globs. */
  names: readonly string[];
  /** Globs of values by name; all have to be there. */
  labels: ReadonlyMap<string, string>;
}

/** Does a resource of the kinds match the rest? */
export function matches({ namespaces, names, labels }: Match, resource: Resource, mesh: Mesh): boolean {
  const oneOf = (text: string, globs: readonly string[]) =>
    globs.length === 0 || globs.some((glob) => matchesGlob(text, glob));
  return (
    oneOf(resource.name, names) &&
    (namespaces.length === 0 || oneOf(mesh.namespaceOf(resource), namespaces)) &&
    [...labels].every(([name, glob]) => {
      const value = resource.labels.child(name).string;
      return value !== undefined && matchesGlob(value, glob);
    })
  );
}
