import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { choosesAll, selectorOf } from './selected-workloads.ts';

/** What a PeerAuthentication holds for: all of the mesh, a namespace, or the workloads that it selects. */
export type PolicyScope = 'mesh' | 'namespace' | 'workload';

/** Source: PeerAuthentication, "Policy precedence" of the reference. */
export function scopeOf(policy: Resource, mesh: Mesh): PolicyScope {
  if (hasSelector(policy)) return 'workload';
  return mesh.namespaceOf(policy) === mesh.rootNamespace ? 'mesh' : 'namespace';
}

/** An empty selector selects everything, as none does. */
export function hasSelector(policy: Resource): boolean {
  const labels = selectorOf(policy);
  return !choosesAll(labels) || labels.isUnknown || labels.parent?.isUnknown === true;
}

/** `spec.mtls.mode` as written. */
export function modeField(policy: Resource): Field {
  return policy.get('spec', 'mtls', 'mode');
}

/** The mode, UNSET where none is written; undefined where it waits for a placeholder. */
export function modeOf(policy: Resource): string | undefined {
  const field = modeField(policy);
  return field.isSet ? field.string : 'UNSET';
}

/** The PeerAuthentications of the set, in the order of the files. */
export function peerAuthentications(mesh: Mesh): readonly Resource[] {
  return mesh.ofKind('PeerAuthentication', 'security.istio.io');
}
