import { defineRule } from '../../engine/rule.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { qualified } from '../../mesh/host-lookup.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { hostsOfRoutes, virtualServices } from '../../mesh/virtual-services.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A gateway goes by the routes of the host that was asked for; those of the Service behind it are for sidecars. */
export default defineRule({
  summary: 'Gateways name the subset of a host that sidecars are given one for',
  type: 'suggestion',
  precision: 'medium',
  since: '0.1.0',
  presets: { 'istioctl-parity': 'warning' },
  codes: ['IST0140'],
  messages: {
    ignored: {
      text: '{{other}} sends sidecars to subsets of {{host}}; requests that come through this gateway go to all of its pods.',
      help: 'Name the subset here too, if the split is meant for them.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0140/'],
  kinds: ['networking.istio.io/VirtualService'],
  checkMesh(mesh, context) {
    const split = groupBy(
      virtualServices(mesh).flatMap((service) => subsetsBy(mesh, service)),
      ({ host }) => host,
    );
    for (const service of virtualServices(mesh)) {
      if (service.spec.child('gateways').items().length === 0) continue;
      const namespace = mesh.namespaceOf(service);
      for (const { host: field, subset } of destinationsOf(service)) {
        const host = qualified(field.string ?? '', namespace);
        if (subset.isSet || !host) continue;
        for (const rival of split.get(host) ?? []) {
          // Traffic to a host outside that leaves through this very gateway is split where it leaves the pods.
          if (rival.service === service || mesh.hosts().entries(host).length > 0) continue;
          const related = [{ field: rival.subset, message: `the subset in ${rival.service.display}` }];
          context.report(field, 'ignored', { other: rival.service.display, host }, { related });
          break;
        }
      }
    }
  },
});

interface Split {
  service: Resource;
  host: string;
  subset: Field;
}

/** The hosts that a VirtualService is for, and sends to subsets of. */
function subsetsBy(mesh: Mesh, service: Resource): Split[] {
  const hosts = new Set(hostsOfRoutes(mesh, service));
  return destinationsOf(service).flatMap(({ host: field, subset }) => {
    const host = qualified(field.string ?? '', mesh.namespaceOf(service));
    return subset.isSet && hosts.has(host) ? [{ service, host, subset }] : [];
  });
}

function destinationsOf(service: Resource): { host: Field; subset: Field }[] {
  return routesOf(service, 'http')
    .flatMap((route) => [...route.child('route').items()])
    .map((item) => item.child('destination'))
    .map((destination) => ({ host: destination.child('host'), subset: destination.child('subset') }));
}
