import { defineRule } from '../../engine/rule.ts';
import { type HostPort, portsOfHost } from '../../mesh/host-ports.ts';
import { isMeshBound, matchesOf, type RouteKind, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { isHttp, isTls } from '../../values/protocol.ts';
import type { Field } from '../../yaml/field.ts';

/** A sidecar has routes for what its port speaks: those for another protocol are there, and nothing goes through them. */
export default defineRule({
  summary: 'The routes of a VirtualService are of the kind that the ports of its hosts speak',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'error' },
  messages: {
    http: {
      text: '{{host}} has no port that speaks HTTP ({{ports}}), so sidecars never use these http routes.',
      help: 'Name the port of the Service http-… or set its appProtocol; for other protocols write tcp or tls routes.',
    },
    tls: {
      text: '{{host}} has no port for TLS ({{ports}}), so sidecars never use these tls routes.',
      help: 'Name the port tls-… or https-…; for plain text write http or tcp routes.',
    },
    tcp: {
      text: 'The ports of {{host}} speak HTTP ({{ports}}), so sidecars never use these tcp routes.',
      help: 'Write http routes, or name the port tcp-….',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['http', 'tls', 'tcp'],
  check(service, context) {
    const { mesh } = context;
    if (service.isPatch || !isMeshBound(service)) return;
    const namespace = mesh.namespaceOf(service);
    const hosts = service.spec.child('hosts').texts();
    const ports = hosts.map((host) => (host ? portsOfHost(mesh, host, namespace) : []));
    for (const kind of ['http', 'tls', 'tcp'] as const) {
      const routes = routesOf(service, kind);
      const list = routes[0]?.parent;
      if (!list) continue;
      for (const [index, all] of ports.entries()) {
        if (!all.some((port) => isOther(port, kind))) continue;
        const wanted = routes.flatMap(portsWanted);
        const own = wanted.length < routes.length ? all : all.filter(({ number }) => wanted.includes(number));
        if (own.length === 0 || own.some((port) => !isOther(port, kind))) continue;
        if (list.hasUnknown) break;
        const listed = [...new Set(own.map(({ number, protocol }) => `${number} is ${protocol}`))].join(', ');
        context.report(list, kind, { host: hosts[index] ?? '', ports: listed }, { at: 'key' });
        break;
      }
    }
  },
});

/** The ports that a route is for; none for one that is for all. */
function portsWanted(route: Field): number[] {
  const matches = matchesOf(route);
  const ports = matches.flatMap((match) => match.child('port').number ?? []);
  return ports.length === matches.length ? ports : [];
}

/** Does a port for sure not speak what routes of a kind are for? */
function isOther({ protocol, name }: HostPort, kind: RouteKind): boolean {
  if (protocol === undefined || protocol === 'UDP' || AERAKI.test(name)) return false;
  if (kind === 'http') return !isHttp(protocol);
  return kind === 'tls' ? !isTls(protocol) : isHttp(protocol);
}

/** Ports that Aeraki reads http routes for, by its own names. Source: https://www.aeraki.net/docs/v1.x/ */
const AERAKI = /^tcp-(?:metaprotocol|dubbo|thrift|kafka|zookeeper)(?:-|$)/;
