import { defineRule } from '../../engine/rule.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { rivalsAmong } from '../../mesh/rivals.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { boundGateways, hostsOfRoutes, virtualServices } from '../../mesh/virtual-services.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A gateway merges the routes of all VirtualServices for a host, in an order that Git does not know. */
export default defineRule({
  summary: 'VirtualServices of a gateway do not claim the same requests of a host',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'error' },
  codes: ['KIA1106'],
  options: { meeting: MEETING_OPTION },
  messages: {
    'catch-all': {
      text: '{{other}} has a route for all requests to {{host}} at {{gateway}} too; the older one gets them, and the other is dead.',
      help: 'Keep one route for all requests, or give each a match of its own.',
    },
    match: {
      text: '{{other}} matches the same requests to {{host}} at {{gateway}}; the older one gets them, and the other is dead.',
      help: 'Give the two routes different matches, or delete one.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
    'https://kiali.io/docs/features/validations/#kia1106',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  checkMesh(mesh, context) {
    const claims = new Map<Resource, Map<string, Claim>>();
    for (const service of virtualServices(mesh)) claims.set(service, claimsOf(mesh, service));
    const services = [...claims].filter(([, own]) => own.size > 0).map(([service]) => service);
    const rivals = rivalsAmong(mesh, context.options.meeting, services, (service) => claims.get(service)?.keys() ?? []);
    for (const { resource, others, key } of rivals) {
      const own = claims.get(resource)?.get(key);
      const [other] = others;
      const field = other && claims.get(other)?.get(key)?.field;
      if (!own || !other || !field) continue;
      const data = { other: other.display, host: own.host, gateway: own.gateway };
      const related = [{ field, message: `the route of ${other.display}` }];
      context.report(own.field, own.isCatchAll ? 'catch-all' : 'match', data, { at: 'key', related });
    }
  },
});

/** What a VirtualService takes at a gateway for a host, and where it says so. */
interface Claim {
  gateway: string;
  host: string;
  isCatchAll: boolean;
  field: Field;
}

function claimsOf(mesh: Mesh, service: Resource): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  const gateways = boundGateways(mesh, service);
  if (gateways.length === 0) return claims;
  const hosts = hostsOfRoutes(mesh, service);
  for (const route of routesOf(service, 'http')) {
    if (route.hasUnknown) continue;
    const match = route.child('match');
    const conditions = match.items().length === 0 ? [undefined] : match.items();
    for (const condition of conditions) {
      const text = condition ? textOf(condition) : '';
      for (const gateway of gateways)
        for (const host of hosts) {
          const key = JSON.stringify([gateway, host, text]);
          const claim = { gateway, host, isCatchAll: text === '', field: condition ?? route };
          if (!claims.has(key)) claims.set(key, claim);
        }
    }
  }
  return claims;
}

/** A condition as text, the same for the same requests; '' where it leaves none out. */
function textOf(condition: Field): string {
  const members = condition.entries().filter(({ name }) => name !== 'name');
  const parts = members.map((member) => `${member.name}=${canonical(member.value)}`).sort();
  return parts.join() === 'uri={"prefix":"/"}' ? '' : parts.join();
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
