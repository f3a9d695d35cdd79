import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

export interface Namespace {
  name: string;
  /** The manifests of the Namespace itself: several where overlays or lessons give alternatives, none where unknown. */
  manifests: Resource[];
  /** What will be in it (Mesh.namespaceOf), but for patches; what is of no namespace by its kind may be among them. */
  resources: Resource[];
}

/** Namespaces that never hold applications: Kubernetes' own and a common storage provisioner's. */
const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

export function isSystemNamespace(name: string): boolean {
  return SYSTEM.has(name);
}

/** The namespaces of a set by name; without those whose names nobody knows. */
export function findNamespaces(mesh: Mesh): Map<string, Namespace> {
  const namespaces = new Map<string, Namespace>();
  const named = (name: string): Namespace => {
    const known = namespaces.get(name);
    if (known) return known;
    const namespace: Namespace = { name, manifests: [], resources: [] };
    namespaces.set(name, namespace);
    return namespace;
  };
  for (const resource of mesh.ofKind('Namespace', '')) if (resource.name) named(resource.name).manifests.push(resource);
  for (const resource of mesh.resources) {
    if (resource.isPatch || (resource.kind === 'Namespace' && resource.group === '')) continue;
    const name = mesh.namespaceOf(resource);
    if (name) named(name).resources.push(resource);
  }
  return namespaces;
}
