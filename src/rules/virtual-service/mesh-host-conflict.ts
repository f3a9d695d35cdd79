import { defineRule } from '../../engine/rule.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { rivalsAmong } from '../../mesh/rivals.ts';
import { isMeshBound } from '../../mesh/settings/virtual-service-routes.ts';
import { hostsOfRoutes, sharedHosts, virtualServices } from '../../mesh/virtual-services.ts';
import { exportedTo, SeenTogether } from '../../mesh/visibility.ts';
import { isHostWithin } from '../../values/dns.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Sidecars follow one VirtualService for a host, and leave out the rest: at gateways they are merged, here they are not. */
export default defineRule({
  summary: 'Sidecars find one VirtualService for a host',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { meeting: 'all', wildcards: true }] },
  codes: ['IST0109', 'KIA1106'],
  options: {
    meeting: MEETING_OPTION,
    wildcards: {
      type: 'boolean',
      default: false,
      description:
        'Report a host that a wider one of a VirtualService for all namespaces covers too, as istioctl does. Sidecars take the narrower one.',
    },
  },
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
    const shared = sharedHosts(mesh);
    const isConcerned = (service: Resource) =>
      context.options.wildcards || hostsOfRoutes(mesh, service).some((host) => shared.has(host));
    const services = virtualServices(mesh).filter((service) => isConcerned(service) && isMeshBound(service));
    const wide = context.options.wildcards ? services.flatMap((service) => wildcardsOf(mesh, service)) : [];
    const seen = new SeenTogether(
      mesh,
      services.flatMap((service) => hostsOfRoutes(mesh, service).map((host) => [host, service] as const)),
    );
    const rivals = rivalsAmong(mesh, context.options.meeting, services, (service) =>
      hostsOfRoutes(mesh, service).flatMap((host) => [
        ...seen.keysOf(host, service),
        ...coveredBy(wide, host, service, mesh),
      ]),
    );
    for (const { resource, others, key } of rivals) {
      const host = key.slice(key.indexOf(' ') + 1);
      const fieldOf = (service: Resource) => {
        const hosts = hostsOfRoutes(mesh, service);
        const index = hosts.includes(host) ? hosts.indexOf(host) : hosts.findIndex((each) => isHostWithin(host, each));
        return service.spec.get('hosts', Math.max(index, 0));
      };
      const data = { host, others: others.map(({ display }) => display).join(' and ') };
      const related = others.map((other) => ({ field: fieldOf(other), message: `in ${other.display}` }));
      context.report(fieldOf(resource), 'conflict', data, { related });
    }
  },
});

/** The wildcards that a VirtualService has for sidecars of all namespaces. */
function wildcardsOf(mesh: Mesh, service: Resource): { pattern: string; service: Resource }[] {
  if (!exportedTo(mesh, service)?.includes('*')) return [];
  return hostsOfRoutes(mesh, service).flatMap((pattern) => (pattern.startsWith('*') ? [{ pattern, service }] : []));
}

/** Keys that a host for some namespaces has in common with the wildcards that cover it. */
function coveredBy(
  wide: readonly { pattern: string; service: Resource }[],
  host: string,
  service: Resource,
  mesh: Mesh,
): string[] {
  const isWide = (pattern: string) => wide.some((each) => each.service === service && each.pattern === pattern);
  if (isWide(host))
    return [...mesh.ask(scopedHosts)].filter((each) => isHostWithin(each, host)).map((each) => `~ ${each}`);
  const isScoped = !exportedTo(mesh, service)?.includes('*');
  return isScoped && wide.some(({ pattern }) => pattern !== host && isHostWithin(host, pattern)) ? [`~ ${host}`] : [];
}

/** The hosts of VirtualServices that only some namespaces see. */
function scopedHosts(mesh: Mesh): Set<string> {
  const scoped = virtualServices(mesh).filter((service) => !exportedTo(mesh, service)?.includes('*'));
  return new Set(scoped.flatMap((service) => hostsOfRoutes(mesh, service)));
}
