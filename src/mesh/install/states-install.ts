import type { ResourceType } from '../../yaml/resource.ts';

const KINDS = new Set(['IstioOperator', 'Application', 'ApplicationSet', 'HelmRelease', 'ConfigMap']);

/** Is the type one in which people write what is installed, beside workloads? */
export function statesInstall({ group, kind }: ResourceType): boolean {
  return KINDS.has(kind) || group === 'sailoperator.io';
}
