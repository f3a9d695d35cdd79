import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/**
 * May a resource be seen from a namespace, as far as its own `exportTo` says? Namespaces that are not known count as the
 * right ones. Source: exportTo of ServiceEntry, DestinationRule and VirtualService; networking.istio.io/exportTo of Service.
 */
export function isVisibleFrom(mesh: Mesh, resource: Resource, namespace: string): boolean {
  const scopes = exportScopes(resource);
  if (scopes === undefined || scopes.length === 0 || !namespace) return true;
  const own = mesh.namespaceOf(resource);
  return scopes.some((scope) => scope === '*' || scope === namespace || (scope === '.' && (!own || own === namespace)));
}

/** Undefined where a scope is not known. */
function exportScopes({ kind, annotations, spec }: Resource): string[] | undefined {
  if (kind === 'Service') {
    const annotation = annotations.child('networking.istio.io/exportTo');
    if (annotation.isUnknown) return undefined;
    return annotation.string?.split(',').flatMap((scope) => scope.trim() || []) ?? [];
  }
  const scopes = spec
    .child('exportTo')
    .items()
    .map(({ string }) => string);
  const known = scopes.filter((scope) => scope !== undefined);
  return known.length === scopes.length ? known : undefined;
}
