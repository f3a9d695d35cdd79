import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/**
 * May a resource be seen from a namespace, as far as its own `exportTo` says, or the mesh's default for its kind?
 * Namespaces that are not known count as the right ones. Source: exportTo of ServiceEntry, DestinationRule and
 * VirtualService; networking.istio.io/exportTo of Service; default…ExportTo of MeshConfig.
 */
export function isVisibleFrom(mesh: Mesh, resource: Resource, namespace: string): boolean {
  const scopes = exportScopes(mesh, resource);
  if (scopes === undefined || scopes.length === 0) return true;
  const own = mesh.namespaceOf(resource);
  return scopes.some((scope) => scope === '*' || mesh.mayBeSame(scope === '.' ? own : scope, namespace));
}

/** Undefined where a scope is not known. */
function exportScopes({ defaultExportTo }: Mesh, resource: Resource): readonly string[] | undefined {
  const own = resource.ask(ownScopes);
  return own?.length === 0 && resource.kind in defaultExportTo ? defaultExportTo[resource.kind] : own;
}

function ownScopes({ kind, annotations, spec }: Resource): readonly string[] | undefined {
  if (kind === 'Service') {
    const annotation = annotations.child('networking.istio.io/exportTo');
    if (annotation.isUnknown) return undefined;
    return annotation.string?.split(',').flatMap((scope) => scope.trim() || []) ?? NONE;
  }
  const scopes = spec.child('exportTo');
  if (!scopes.isList) return NONE;
  const known = scopes.texts();
  return known.length === scopes.items().length ? known : undefined;
}

const NONE: readonly string[] = [];

/** The namespaces that a resource is exported to by name, or `*` for all; undefined where they are not known. */
export function exportedTo(mesh: Mesh, resource: Resource): string[] | undefined {
  const scopes = exportScopes(mesh, resource);
  if (scopes === undefined) return undefined;
  if (scopes.length === 0 || scopes.includes('*')) return ['*'];
  return scopes.map((scope) => (scope === '.' ? mesh.namespaceOf(resource) : scope));
}

/** Tells which resources about the same subject (a host, a port of a host) are seen together by some namespace. */
export class SeenTogether {
  readonly #mesh: Mesh;
  readonly #scopes = new Map<string, Set<string>>();

  constructor(mesh: Mesh, about: Iterable<readonly [subject: string, resource: Resource]>) {
    this.#mesh = mesh;
    for (const [subject, resource] of about) {
      const known = this.#scopes.get(subject) ?? new Set(['*']);
      this.#scopes.set(subject, known);
      for (const scope of exportedTo(mesh, resource) ?? []) known.add(scope);
    }
  }

  /** Keys of which two resources about the subject have one in common where some namespace sees both. */
  keysOf(subject: string, resource: Resource): string[] {
    const own = exportedTo(this.#mesh, resource) ?? [];
    const scopes = own.includes('*') ? [...(this.#scopes.get(subject) ?? [])] : own;
    return scopes.map((scope) => `${scope} ${subject}`);
  }
}
