import { type Context, defineRule } from '../../engine/rule.ts';
import { namesakesOf, qualified } from '../../mesh/host-lookup.ts';
import { portsOf } from '../../mesh/host-ports.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { destinationsOf, isMeshBound, matchesOf } from '../../mesh/settings/virtual-service-routes.ts';
import {
  type ClientScope,
  clientScope,
  homesOf,
  listenersWithHost,
  listenersWithRoutes,
} from '../../mesh/sidecar-clients.ts';
import { exportedTo } from '../../mesh/visibility.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  routes: {
    text: 'The Sidecar {{sidecar}} does not import this VirtualService, so the sidecars of {{namespace}} never use its routes.',
    help: 'Add "./*" to the hosts of its egress.',
  },
  host: {
    text: 'The Sidecar {{sidecar}} does not import {{host}}, so the sidecars of {{namespace}} do not know it and these routes never hold.',
    help: 'Add "{{home}}/{{name}}" to the hosts of its egress.',
  },
  port: {
    text: 'The Sidecar {{sidecar}} imports these routes for port {{ports}} only, so the sidecars of {{namespace}} do not know port {{port}} of {{host}}, and requests that are sent there fail.',
    help: 'Add an egress listener without a port, or one for port {{port}}, that imports "{{home}}/{{name}}".',
  },
};

type Here = Context<keyof typeof MESSAGES, { meeting: string }>;

/** istiod brings the destinations of imported routes along; routes that are not imported, or whose host is not, are dead. */
export default defineRule({
  summary: 'The Sidecar of a namespace imports its VirtualServices, their hosts and the ports that they lead to',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  options: { meeting: MEETING_OPTION },
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
    'https://istio.io/latest/docs/ops/configuration/mesh/configuration-scoping/',
  ],
  setFields: ['egress'],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    const { mesh } = context;
    const scope = service.isPatch ? undefined : clientScope(mesh, service, context.options.meeting);
    const hosts = service.spec.child('hosts');
    if (!scope || hosts.hasUnknown || !isMeshBound(service)) return;
    const namespace = mesh.namespaceOf(service);
    const scopes = exportedTo(mesh, service) ?? [];
    const isOwn = scopes.every((scope) => scope === namespace);
    if (!scopes.some((scope) => scope === '*' || scope === namespace)) return;
    if (namespace === mesh.rootNamespace && !isOwn) return;
    // Routes to a service of the own namespace may be there for callers elsewhere.
    const own = hosts.items().filter((host) => isOwn || isElsewhere(host, scope, context));
    const related = [{ field: scope.sidecar.spec.child('egress'), message: 'all that it imports' }];
    const data = { sidecar: nameOf(scope, mesh), namespace };
    if (listenersWithRoutes(mesh, scope, service).length === 0) {
      if (own[0]) context.report(own[0], 'routes', data, { related });
      return;
    }
    for (const host of own.filter((each) => isUnheardOf(each, scope, context))) {
      const name = qualified(host.string ?? '', namespace);
      const [home = ''] = homesOf(mesh, name, namespace);
      context.report(host, 'host', { ...data, host: name, home, name }, { related });
    }
    reportPorts(service, scope, context);
  },
});

function nameOf({ sidecar }: ClientScope, mesh: Mesh): string {
  return `${mesh.namespaceOf(sidecar)}/${sidecar.name}`;
}

function isElsewhere({ string: host }: Field, scope: ClientScope, { mesh }: Here): boolean {
  const homes = host ? homesOf(mesh, host, scope.namespace) : [];
  return homes.length > 0 && !homes.includes('') && !homes.includes(scope.namespace);
}

/** On port 80, routes for a full name hold also where nothing is known of its service. */
function isUnheardOf({ string: host }: Field, scope: ClientScope, { mesh }: Here): boolean {
  if (!host || host.startsWith('*')) return false;
  const targets = namesakesOf(mesh, qualified(host, scope.namespace), scope.namespace);
  const numbers = targets.map((target) => portsOf(target)?.map(({ number }) => number));
  if (targets.length === 0 || numbers.some((ports) => ports === undefined || ports.includes(80))) return false;
  return listenersWithHost(mesh, scope, host)?.length === 0;
}

/** Of what routes in a listener with a port lead to, istiod brings that port alone. */
function reportPorts(service: Resource, scope: ClientScope, context: Here): void {
  const { mesh } = context;
  const ports = listenersWithRoutes(mesh, scope, service).map(({ port }) => port);
  if (ports.includes(undefined)) return;
  for (const destination of destinationsOf(service)) {
    const [field, host] = [destination.get('port', 'number'), destination.textOf('host')];
    const port = field.number;
    if (!host || port === undefined || ports.includes(port) || isForPorts(destination)) continue;
    const name = qualified(host, scope.namespace);
    const listeners = listenersWithHost(mesh, scope, host);
    const targets = namesakesOf(mesh, name, scope.namespace);
    const isThere = targets.some((target) => portsOf(target)?.some(({ number }) => number === port));
    if (!isThere || !listeners || listeners.some((each) => each.port === undefined || each.port === port)) continue;
    const data = { sidecar: nameOf(scope, mesh), namespace: scope.namespace, ports: [...new Set(ports)].join(' and ') };
    const [home = ''] = homesOf(mesh, name, scope.namespace);
    const related = [{ field: scope.sidecar.spec.child('egress'), message: 'all that it imports' }];
    context.report(field, 'port', { ...data, port, host: name, home, name }, { related });
  }
}

/** Is it of a route that names the ports it is for? */
function isForPorts(destination: Field): boolean {
  for (let field = destination.parent; field; field = field.parent)
    if (field.child('match').isList) return matchesOf(field).some((match) => match.has('port'));
  return false;
}
