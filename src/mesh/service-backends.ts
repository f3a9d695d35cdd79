import type { Resource } from '../yaml/resource.ts';
import { isRegistered } from './absent-workload.ts';
import { doMeet } from './meeting.ts';
import type { Mesh } from './mesh.ts';
import { possibleWorkloads, selectedWorkloads, selectorOf } from './selected-workloads.ts';
import type { Workload } from './workloads.ts';

/** The workloads behind a Service. */
export interface Backends {
  workloads: Workload[];
  /** Are these all of them, as far as the set shows? */
  areAll: boolean;
}

/**
 * The workloads that a Service chooses, in its own namespace for sure. None for one without a selector, or whose selector is
 * not known or not heeded, as that of type ExternalName; nobody knows then what is behind it.
 */
export function backendsOf(mesh: Mesh, service: Resource): Backends {
  return mesh.askAbout(findBackends, service);
}

function findBackends(mesh: Mesh, service: Resource): Backends {
  const selector = selectorOf(service);
  const isOpen = selector.hasUnknown || service.spec.textOf('type') === 'ExternalName';
  if (selector.keys().length === 0 || isOpen) return { workloads: [], areAll: false };
  const home = mesh.namespaceOf(service);
  const isNear = ({ namespace, resource }: Workload) =>
    namespace === home && (home !== '' || doMeet(mesh, service, resource));
  const workloads = selectedWorkloads(mesh, service).filter(isNear);
  const possible = possibleWorkloads(mesh, service);
  return { workloads, areAll: possible.length === workloads.length && !isRegistered(mesh, service, selector) };
}
