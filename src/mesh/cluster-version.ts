import { KUBERNETES_VERSIONS } from '../schemas/install/kubernetes.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';

/** A Kubernetes version that a manifest gives a cluster. */
export interface ClusterVersion {
  field: Field;
  /** As in `1.32`. */
  text: string;
  minor: number;
}

/** The kinds whose manifests make a cluster of some Kubernetes version. */
export const CLUSTER_KINDS: readonly string[] = Object.keys(KUBERNETES_VERSIONS);

/** The Kubernetes version of a control plane that a manifest makes; undefined where it is not written, or not known. */
export function clusterVersion({ root, groupKind }: Resource): ClusterVersion | undefined {
  const path = KUBERNETES_VERSIONS[groupKind] ?? [];
  for (const field of path.length > 0 ? fieldsAt(root, path) : []) {
    const minor = minorIn(field.string ?? '');
    if (minor !== undefined) return { field, text: `1.${minor}`, minor };
  }
  return undefined;
}

function fieldsAt(field: Field, [step, ...rest]: readonly string[]): Field[] {
  if (step === undefined) return [field];
  if (step !== '*') return fieldsAt(field.child(step), rest);
  const items = field.items().filter((item) => item.textOf('role') !== 'worker');
  return items.flatMap((item) => fieldsAt(item, rest));
}

/** Of `1.32`, `v1.32.1+k3s1`, and of the tag of an image. A version without a minor of two digits is none of these days. */
function minorIn(text: string): number | undefined {
  const version = text.includes('/') ? text.slice(text.lastIndexOf('/')).replace(/^[^:]*:/, '') : text;
  const minor = /^v?1\.([0-9]{2})(?:[.\-+@]|$)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
