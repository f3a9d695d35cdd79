import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { DATAPLANE_MODE_LABEL } from './injection.ts';
import { areNeighbours } from './meeting.ts';
import { isAmbientNamespace, isLabelledByKustomize, isProxyOnly, membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { hasSelector, scopeOf } from './peer-authentication.ts';
import { selectedWorkloads } from './selected-workloads.ts';
import type { Workload } from './workloads.ts';

/**
 * The workloads that a PeerAuthentication holds for, where all that take part in the mesh do so in ambient mode; empty where
 * none is known and their namespace is in ambient mode. Undefined where one has a sidecar, or may.
 */
export function ambientWorkloadsOf(mesh: Mesh, policy: Resource): Workload[] | undefined {
  const home = mesh.namespaceOf(policy);
  const scope = scopeOf(policy, mesh);
  if (home === mesh.rootNamespace && hasSelector(policy)) return undefined;
  const isNear = ({ resource }: Workload) => scope === 'mesh' || areNeighbours(mesh, policy, resource);
  const members = selectedWorkloads(mesh, policy)
    .filter((workload) => isNear(workload) && !isProxyOnly(workload))
    .map((workload) => ({ workload, membership: membershipIn(mesh, workload) }))
    .filter(({ membership }) => membership !== 'none');
  if (members.some(({ membership }) => membership !== 'ambient')) return undefined;
  if (members.length === 0 && (scope === 'mesh' || !isAmbient(mesh, home))) return undefined;
  return members.map(({ workload }) => workload);
}

/** The label that takes the pods of a workload, or of a namespace, into ambient mode. */
export function ambientLabel(mesh: Mesh, namespace: string, workload?: Workload): Field | undefined {
  const { manifests = [] } = mesh.namespaces().get(namespace) ?? {};
  const labels = [workload?.labels, ...manifests.map((manifest) => manifest.labels)];
  return labels.map((each) => each?.child(DATAPLANE_MODE_LABEL)).find((label) => label?.string === 'ambient');
}

function isAmbient(mesh: Mesh, namespace: string): boolean {
  return isAmbientNamespace(mesh, namespace) && !isLabelledByKustomize(mesh, namespace);
}
