import { qualified } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';
import { destinationsOf } from './settings/virtual-service-routes.ts';
import { virtualServices } from './virtual-services.ts';

/** Does a VirtualService send requests to a subset of a host? `host` is qualified. */
export function isSubsetRouted(mesh: Mesh, host: string, subset: string): boolean {
  const routed = mesh.ask(routedSubsets);
  return routed.has(keyOf(host, subset)) || routed.has(keyOf(host, '*'));
}

/** The subsets that routes name, as `host subset`; `*` for a name that is not known. */
function routedSubsets(mesh: Mesh): Set<string> {
  const found = new Set<string>();
  for (const service of virtualServices(mesh)) {
    const namespace = mesh.namespaceOf(service);
    for (const destination of destinationsOf(service)) {
      const [host, subset] = [destination.child('host'), destination.child('subset')];
      if (!host.string || !subset.isSet) continue;
      found.add(keyOf(qualified(host.string, namespace), subset.string ?? '*'));
    }
  }
  return found;
}

function keyOf(host: string, subset: string): string {
  return `${host} ${subset}`;
}
