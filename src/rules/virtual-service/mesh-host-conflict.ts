import { defineRule } from '../../engine/rule.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { rivalsAmong } from '../../mesh/rivals.ts';
import { isMeshBound } from '../../mesh/settings/virtual-service-routes.ts';
import { hostsOfRoutes, virtualServices } from '../../mesh/virtual-services.ts';
import { SeenTogether } from '../../mesh/visibility.ts';

/** Sidecars follow one VirtualService for a host, and leave out the rest: at gateways they are merged, here they are not. */
export default defineRule({
  summary: 'Sidecars find one VirtualService for a host',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { meeting: 'all' }] },
  codes: ['IST0109', 'KIA1106'],
  options: { meeting: MEETING_OPTION },
  messages: {
    conflict: {
      text: 'There are routes for {{host}} in {{others}} too; sidecars that see both follow the oldest and pass over the rest.',
      help: 'Put the routes into one VirtualService, or have it delegate to the others (http[].delegate).',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0109/',
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
    'https://kiali.io/docs/features/validations/#kia1106',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  checkMesh(mesh, context) {
    const services = virtualServices(mesh).filter((service) => isMeshBound(service));
    const seen = new SeenTogether(
      mesh,
      services.flatMap((service) => hostsOfRoutes(mesh, service).map((host) => [host, service] as const)),
    );
    const rivals = rivalsAmong(mesh, context.options.meeting, services, (service) =>
      hostsOfRoutes(mesh, service).flatMap((host) => seen.keysOf(host, service)),
    );
    for (const { resource, others, key } of rivals) {
      const host = key.slice(key.indexOf(' ') + 1);
      const fieldOf = (service: typeof resource) => {
        const index = hostsOfRoutes(mesh, service).indexOf(host);
        return service.spec.get('hosts', index);
      };
      const data = { host, others: others.map(({ display }) => display).join(' and ') };
      const related = others.map((other) => ({ field: fieldOf(other), message: `in ${other.display}` }));
      context.report(fieldOf(resource), 'conflict', data, { related });
    }
  },
});
