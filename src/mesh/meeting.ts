import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** The option of rules about resources that get in each other's way: which of them meet? */
export const MEETING_OPTION = {
  enum: ['applied', 'all'],
  default: 'applied',
  description:
    'Which resources meet in one cluster. applied: those of one file, or of one kustomization, for a tree may hold ' +
    'alternatives; all: everything that was read.',
};

/** What a resource is applied together with: resources meet where they share one of these objects. */
export function meetingPlaces(mesh: Mesh, resource: Resource, meeting: string): readonly object[] {
  return meeting === 'all' ? [mesh] : mesh.worldsOf(resource);
}

/** Do two resources meet: are they applied together? */
export function doMeet(mesh: Mesh, one: Resource, other: Resource, meeting = 'applied'): boolean {
  if (meeting === 'all' || one.file === other.file) return true;
  if (mesh.kustomizations.isEmpty) return false;
  const places = meetingPlaces(mesh, one, meeting);
  return meetingPlaces(mesh, other, meeting).some((place) => places.includes(place));
}

/**
 * Are two resources in one namespace for sure: both name it, or they are applied together where one leaves it to whoever
 * applies them?
 */
export function areNeighbours(mesh: Mesh, one: Resource, other: Resource): boolean {
  const [home, near] = [mesh.namespaceOf(one), mesh.namespaceOf(other)];
  return home !== '' && near !== '' ? home === near : doMeet(mesh, one, other);
}
