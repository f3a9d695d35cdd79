import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { qualified } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';
import { targetsNamed } from './policy-targets.ts';

/** A host of the mesh that a route of the Gateway API is for, by the Service or ServiceEntry that is its parent. */
export interface MeshParent {
  field: Field;
  kind: string;
  host: string;
  /** Where clients follow the route: everywhere, where it lies beside its parent, else in its own namespace alone. */
  scope: string;
}

/**
 * The hosts that a route is for inside of the mesh. istiod makes a VirtualService of it for each of them.
 * Source: pilot/pkg/config/kube/gateway/route_collections.go of istio/istio; GEP-1294 for who follows it.
 */
export function meshParents(mesh: Mesh, route: Resource): MeshParent[] {
  const own = mesh.namespaceOf(route);
  return route.spec
    .child('parentRefs')
    .maps()
    .flatMap((field) => {
      const [kind, group, name] = ['kind', 'group', 'name'].map((part) => field.child(part).string);
      const namespace = field.child('namespace');
      const home = namespace.isSet ? namespace.string : own;
      if (!name || home === undefined || field.child('group').isUnknown) return [];
      const scope = home === own ? '*' : own;
      if (kind === 'Service' && (group === '' || group === 'core'))
        return [{ field, kind, host: qualified(name, home), scope }];
      if (kind !== 'ServiceEntry' || group !== 'networking.istio.io') return [];
      const entries = targetsNamed(mesh, kind, name).filter((entry) => mesh.namespaceOf(entry) === home);
      const hosts = entries.flatMap(({ spec }) => [...spec.child('hosts').items()]);
      return hosts.flatMap(({ string }) => (string ? [{ field, kind, host: string.toLowerCase(), scope }] : []));
    });
}
