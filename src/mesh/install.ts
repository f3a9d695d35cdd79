import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** One statement of what is installed. Every field is as it was written; what is absent is the chart's default. */
export interface Install {
  /** In which form it was written. */
  form: 'IstioOperator' | 'HelmValues' | 'ArgoApplication' | 'HelmRelease' | 'SailOperator';
  /** The resource it is written in; undefined for a values file. */
  resource: Resource | undefined;
  /** Where it stands as a whole. */
  root: Field;
}

export function findInstalls(_mesh: Mesh): Install[] {
  return [];
}
