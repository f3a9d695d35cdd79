import { qualified } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';
import { destinationsOf } from './settings/virtual-service-routes.ts';
import { virtualServices } from './virtual-services.ts';

/** Does a VirtualService send requests to a subset of a host? `host` is qualified. */
export function isSubsetRouted(mesh: Mesh, host: string, subset: string): boolean {
  const routed = mesh.ask(routedSubsets).get(host);
  return routed !== undefined && (routed.has(subset) || routed.has('*'));
}

/** By host the subsets that routes name; `*` for a name that is not known. */
function routedSubsets(mesh: Mesh): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const service of virtualServices(mesh)) {
    const namespace = mesh.namespaceOf(service);
    for (const destination of destinationsOf(service)) {
      const [host, subset] = [destination.child('host'), destination.child('subset')];
      if (!host.string || !subset.isSet) continue;
      const key = qualified(host.string, namespace);
      const known = found.get(key);
      if (known) known.add(subset.string ?? '*');
      else found.set(key, new Set([subset.string ?? '*']));
    }
  }
  return found;
}
