import type { Resource } from '../yaml/resource.ts';
import { membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { type Rivalry, rivalsAmong } from './rivals.ts';
import { selectedWorkloads, selectorOf } from './selected-workloads.ts';
import type { Workload } from './workloads.ts';

/** Does a resource hold for all workloads in its reach: without a selector, and without targets? */
export function holdsForAll({ spec }: Resource, selector: string): boolean {
  const field = spec.child(selector);
  return !spec.isUnknown && !spec.has('targetRefs') && !spec.has('targetRef') && !field.isSet;
}

/** The resources of a namespace that hold for all of it together with another one. */
export function rivalDefaults(mesh: Mesh, meeting: string, resources: readonly Resource[]): Rivalry<string>[] {
  return rivalsAmong(mesh, meeting, resources, (resource) => [mesh.namespaceOf(resource)]);
}

/**
 * The resources that choose a workload by a selector together with another one of their namespace. Where no workload is
 * known that one chooses, the same selector is taken to choose the same, unless all that was read is taken for one mesh.
 */
export function rivalSelectors(
  mesh: Mesh,
  meeting: string,
  resources: readonly Resource[],
): Rivalry<Workload | string>[] {
  return rivalsAmong<Workload | string>(mesh, meeting, resources, (resource) => {
    const selector = selectorOf(resource);
    if (selector.keys().length === 0 || selector.hasUnknown) return [];
    const home = mesh.namespaceOf(resource);
    const chosen = selectedWorkloads(mesh, resource).filter(({ namespace }) => namespace === home);
    if (chosen.length > 0) return chosen.filter((workload) => membershipIn(mesh, workload) !== 'ambient');
    if (meeting === 'all') return [];
    const pairs = selector.entries().map(({ name, value }) => `${name}=${value}`);
    return [`${home}/${pairs.sort().join()}`];
  });
}

/** The names of rivals as people list them, and what to show of them. */
export function namesOf(others: readonly Resource[]): string {
  return others.map(({ name }) => `"${name}"`).join(' and ');
}
