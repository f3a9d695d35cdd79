import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { workloadOf } from './workloads.ts';

/** Annotations, and the kind of the object that will carry them. */
export interface Annotated {
  kind: string;
  annotations: Field;
  labels: Field;
  /** Does istioctl's analyzer look at them too? Of all objects at these four kinds, and at no templates. */
  isAnalyzed: boolean;
}

/** The annotations of a resource, and those that it puts on its pods. */
export function annotatedIn(resource: Resource, mesh: Mesh): Annotated[] {
  const { kind, annotations, labels } = resource;
  const own = { kind, annotations, labels, isAnalyzed: ANALYZED.has(resource.groupKind) };
  const workload = workloadOf(resource, mesh);
  if (workload && kind !== 'Pod')
    return [own, { kind: 'Pod', annotations: workload.annotations, labels: workload.labels, isAnalyzed: false }];
  return [own];
}

const ANALYZED = new Set(['core/Namespace', 'core/Service', 'core/Pod', 'apps/Deployment']);
