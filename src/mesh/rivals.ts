import type { Resource } from '../yaml/resource.ts';
import { meetingPlaces } from './meeting.ts';
import type { Mesh } from './mesh.ts';

/** A resource, and others that claim the same. */
export interface Rivalry<Key> {
  resource: Resource;
  /** Some of the others, each object once, for very many would be no help. */
  others: Resource[];
  /** What they share. */
  key: Key;
}

const NAMED = 4;

/**
 * The resources that claim something which another one that they meet (meeting.ts) claims too, each once, with the first
 * such claim. Manifests of the same object are no rivals of each other.
 */
export function rivalsAmong<Key>(
  mesh: Mesh,
  meeting: string,
  resources: readonly Resource[],
  keysOf: (resource: Resource) => Iterable<Key>,
): Rivalry<Key>[] {
  // A resource without a name, or with an open one, may be any of the others.
  const named = resources.filter(({ name }) => name !== '');
  const candidates = meetingAny(mesh, meeting, named);
  const claims = candidates.map((resource) => ({ resource, keys: [...keysOf(resource)] }));
  const holders = new Map<Key, Map<object, Resource[]>>();
  for (const { resource, keys } of claims)
    for (const key of keys) {
      const byPlace = holders.get(key) ?? new Map<object, Resource[]>();
      holders.set(key, byPlace);
      for (const place of meetingPlaces(mesh, resource, meeting)) {
        const known = byPlace.get(place) ?? [];
        if (known.length < NAMED && !known.some((each) => isSameObject(mesh, each, resource))) known.push(resource);
        byPlace.set(place, known);
      }
    }
  return claims.flatMap(({ resource, keys }) => {
    const places = meetingPlaces(mesh, resource, meeting);
    for (const key of keys) {
      const met = places.flatMap((place) => holders.get(key)?.get(place) ?? []);
      const others: Resource[] = [];
      for (const other of met)
        if (![resource, ...others].some((each) => isSameObject(mesh, each, other))) others.push(other);
      if (others.length > 0) return [{ resource, others, key }];
    }
    return [];
  });
}

/** Those that meet some other one: in a tree most resources of a kind stand alone. */
function meetingAny(mesh: Mesh, meeting: string, resources: readonly Resource[]): Resource[] {
  const [seen, shared] = [new Set<object>(), new Set<object>()];
  for (const resource of resources)
    for (const place of meetingPlaces(mesh, resource, meeting)) (seen.has(place) ? shared : seen).add(place);
  if (shared.size === 0) return [];
  return resources.filter((resource) => meetingPlaces(mesh, resource, meeting).some((place) => shared.has(place)));
}

/** Are two manifests of one kind of the same object? Those without a namespace are taken to be of the same one. */
export function isSameObject(mesh: Mesh, one: Resource, other: Resource): boolean {
  return one === other || (one.name === other.name && mesh.namespaceOf(one) === mesh.namespaceOf(other));
}
