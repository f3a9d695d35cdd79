import { defineRule } from '../../engine/rule.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { qualified } from '../../mesh/host-lookup.ts';
import { doMeet, MEETING_OPTION } from '../../mesh/meeting.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { type MeshParent, meshParents } from '../../mesh/route-parents.ts';
import { isMeshBound, matchesOf, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { hostsOfRoutes } from '../../mesh/virtual-services.ts';
import { exportedTo } from '../../mesh/visibility.ts';
import type { Resource } from '../../yaml/resource.ts';

/** istiod makes a VirtualService of a route too; of two for a host sidecars follow one, and which one nobody can tell here. */
export default defineRule({
  summary: 'A host of the mesh has its routes in a VirtualService or in routes of the Gateway API, not in both',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', ambient: 'warning' },
  options: { meeting: MEETING_OPTION },
  messages: {
    both: {
      text: '{{route}} has routes for {{host}} too, and Istio does not support both: sidecars follow one of the two and pass over the other, waypoints follow one or join them.',
      help: 'Write all routes for the host in one of the two APIs; waypoints want that of the Gateway API.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ambient/migrate/migrate-policies/',
    'https://istio.io/latest/docs/ambient/usage/l7-features/',
    'https://gateway-api.sigs.k8s.io/mesh/service-facets/',
  ],
  setFields: ['parentRefs'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['http'],
  check(service, context) {
    const { mesh, options } = context;
    const routes = mesh.ask(routesByHost);
    if (service.isPatch || !hostsOfRoutes(mesh, service).some((host) => routes.has(host))) return;
    if (!isMeshBound(service) || routesOf(service, 'http').length === 0) return;
    const namespace = mesh.namespaceOf(service);
    for (const field of service.spec.child('hosts').items()) {
      const host = field.string === undefined ? '' : qualified(field.string, namespace);
      const met = (routes.get(host) ?? []).find(
        ({ route, parent }) =>
          doMeet(mesh, service, route, options.meeting) &&
          areSeenTogether(mesh, service, parent) &&
          haveSamePort(service, parent),
      );
      if (!met) continue;
      const related = [{ field: met.parent.field.child('name'), message: `in ${met.route.display}` }];
      context.report(field, 'both', { host, route: met.route.display }, { related });
    }
  },
});

interface MeshRoute {
  route: Resource;
  parent: MeshParent;
}

function routesByHost(mesh: Mesh): Map<string, MeshRoute[]> {
  const routes = ['HTTPRoute', 'GRPCRoute'].flatMap((kind) => mesh.ofKind(kind, 'gateway.networking.k8s.io'));
  const parents = routes.flatMap((route) => meshParents(mesh, route).map((parent) => ({ route, parent })));
  return groupBy(parents, ({ parent }) => parent.host);
}

function areSeenTogether(mesh: Mesh, service: Resource, { scope }: MeshParent): boolean {
  const scopes = exportedTo(mesh, service) ?? [];
  return scopes.some((each) => each === '*' || scope === '*' || each === scope);
}

/** A parent with a port is for that one alone, and a VirtualService for the ports that all of its matches name. */
function haveSamePort(service: Resource, { field }: MeshParent): boolean {
  const port = field.child('port').number;
  return (
    port === undefined ||
    routesOf(service, 'http').some((route) => {
      const matches = matchesOf(route);
      return matches.length === 0 || matches.some((match) => [undefined, port].includes(match.child('port').number));
    })
  );
}
