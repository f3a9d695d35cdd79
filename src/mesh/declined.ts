import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { INJECT_LABEL } from './injection.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf, workloadsInReach } from './selected-workloads.ts';
import { selects } from './selection.ts';
import type { Workload } from './workloads.ts';

/** What keeps pods out of the mesh by their own choice: the label or annotation that declines a proxy, or the host's network. */
export function declinedBy({ labels, annotations, spec }: Workload): Field | undefined {
  const own = [labels, annotations].map((map) => map.child(INJECT_LABEL)).find(({ exists }) => exists);
  if (own && String(own.scalar) === 'false') return own;
  const network = spec.child('hostNetwork');
  return network.value === true ? network : undefined;
}

/** How pods keep out of the mesh, as a clause whose subject they are. */
export function howDeclined(reason: Field): string {
  return reason.name === 'hostNetwork' ? "use the host's network, where no proxy is injected" : 'decline the sidecar';
}

const POLICIES = ['AuthorizationPolicy', 'RequestAuthentication'];

/** A policy of requests that names labels of the workload, and that only a proxy can enforce. */
export function policyNaming(mesh: Mesh, workload: Workload): Resource | undefined {
  return POLICIES.flatMap((kind) => mesh.ofKind(kind, 'security.istio.io')).find((policy) => {
    const selector = selectorOf(policy);
    if (selector.keys().length === 0 || !selects(selector, workload.labels)) return false;
    return workloadsInReach(mesh, policy).some((each) => each.resource === workload.resource);
  });
}
