import { type Context, defineRule } from '../../engine/rule.ts';
import { AMBIENT_MARKS, ambientReach, isForAmbient } from '../../mesh/ambient.ts';
import { WAYPOINT_LABEL } from '../../mesh/injection.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { hasTargets } from '../../mesh/policy-targets.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import { reportsRequests, waypointWorkOf } from '../../mesh/waypoint-work.ts';
import { holdsWaypointUse, isWaypoint, waypointCandidates, waypointOf } from '../../mesh/waypoints.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  service: {
    text: '{{target}} uses no waypoint in ambient mode, so {{effect}}.',
    help: 'Label it, or its Namespace, {{label}}.',
  },
  'opted-out': {
    text: '{{target}} uses no waypoint in ambient mode, by the label istio.io/use-waypoint: none, so {{effect}}.',
    help: 'Write {{label}} there, or delete this {{kind}}.',
  },
  telemetry: {
    text: 'Namespace {{namespace}} is in ambient mode and nothing in it uses a waypoint, so nobody reports what this Telemetry asks for: ztunnel does not read it.',
    help: 'Label the Namespace, or Services of it, {{label}}.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** What ztunnel does not know a waypoint has to do, and traffic gets to a waypoint by a label alone. */
export default defineRule({
  summary: 'Services in ambient mode that have routes and policies for waypoints use one',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'warning', strict: 'warning', ambient: 'warning' },
  codes: ['KIA0109', 'KIA0210', 'KIA0211', 'KIA1109', 'KIA1110', 'KIA1111', 'KIA1112', 'KIA1113'],
  setFields: AMBIENT_MARKS,
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/ambient/usage/waypoint/#useawaypoint',
    'https://istio.io/latest/docs/ambient/usage/l7-features/',
  ],
  kinds: [
    ...['VirtualService', 'DestinationRule'].map((kind) => `networking.istio.io/${kind}`),
    ...['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`),
    ...['AuthorizationPolicy', 'RequestAuthentication'].map((kind) => `security.istio.io/${kind}`),
    ...['WasmPlugin', 'TrafficExtension'].map((kind) => `extensions.istio.io/${kind}`),
    'telemetry.istio.io/Telemetry',
  ],
  fields: ['hosts', 'trafficPolicy', 'parentRefs', 'targetRefs', 'targetRef', 'tracing', 'accessLogging', 'overrides'],
  check(resource, context) {
    const { mesh } = context;
    if (resource.isPatch) return;
    if (resource.kind === 'Telemetry' && !hasTargets(resource)) return checkTelemetry(resource, context);
    for (const { field, targets } of waypointWorkOf(mesh, resource)) {
      const [target] = targets;
      if (!target || !targets.every((each) => isForAmbient(mesh, each) && waypointOf(mesh, each) === 'none')) continue;
      const own = target.labels.child(WAYPOINT_LABEL);
      const { kind } = resource;
      const data = { target: target.display, effect: EFFECTS[kind] ?? `this ${kind} holds nowhere`, kind };
      const place = own.exists ? own : target.metadata.child('name');
      context.report(
        field,
        own.exists ? 'opted-out' : 'service',
        { ...data, label: labelFor(mesh, mesh.namespaceOf(target)) },
        { related: [{ field: place, message: 'no waypoint is named here' }], codes: CODES[kind] ?? [] },
      );
    }
  },
});

/** What becomes of a route or rule; policies hold nowhere. */
const EFFECTS: Readonly<Record<string, string>> = Object.fromEntries(
  ['VirtualService', 'DestinationRule', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map((kind) => [
    kind,
    `nobody in the mesh follows this ${kind}: ztunnel does not read it`,
  ]),
);

const CODES: Readonly<Record<string, readonly string[]>> = {
  VirtualService: ['KIA1109', 'KIA1113'],
  DestinationRule: ['KIA0210', 'KIA0211'],
  AuthorizationPolicy: ['KIA0109'],
  RequestAuthentication: ['KIA1110'],
  WasmPlugin: ['KIA1111'],
  Telemetry: ['KIA1112'],
};

/** A Telemetry for all of a namespace, of which waypoints take what they serve. */
function checkTelemetry(telemetry: Resource, context: Here): void {
  const { mesh } = context;
  const namespace = mesh.namespaceOf(telemetry);
  if (selectorOf(telemetry).keys().length > 0 || namespace === mesh.rootNamespace || !reportsRequests(telemetry))
    return;
  const reach = ambientReach(mesh, telemetry);
  if (!reach?.isWhole || holdsWaypointUse(mesh, namespace) !== false) return;
  const related = reach.label ? [{ field: reach.label, message: 'ambient mode is set here' }] : [];
  const data = { namespace, label: labelFor(mesh, namespace) };
  context.report(telemetry.metadata.child('name'), 'telemetry', data, { related, codes: ['KIA1112'] });
}

/** The label to write: with the waypoint of the namespace, where there is one. */
function labelFor(mesh: Mesh, namespace: string): string {
  const waypoints = waypointCandidates(mesh, namespace).filter((gateway) => isWaypoint(mesh, gateway));
  const [only] = waypoints;
  return `${WAYPOINT_LABEL}: ${waypoints.length === 1 && only ? only.name : '<name of a waypoint>'}`;
}
