import { type Context, defineRule } from '../../engine/rule.ts';
import { WAYPOINT_LABEL } from '../../mesh/injection.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import {
  admits,
  gatewaysForWaypoint,
  isWaypoint,
  roleOf,
  WAYPOINT_NAMESPACE_LABEL,
  type WaypointName,
  waypointCandidates,
  waypointIn,
} from '../../mesh/waypoints.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
import { rewriteString } from '../../yaml/edit.ts';

const PAST = 'so traffic goes straight to the pods, and no route or policy for the waypoint holds';

const MESSAGES = {
  missing: {
    text: `There is no waypoint "{{name}}" in {{where}}, ${PAST}.`,
    help: '{{wanted}}',
  },
  'not-a-waypoint': {
    text: 'The Gateway "{{name}}" is no waypoint: its class {{class}} is for traffic at the edge of the mesh, and it does not take what ztunnel sends to a waypoint.',
    help: 'Name a Gateway of the class istio-waypoint.',
  },
  'not-allowed': {
    text: `The waypoint "{{name}}" in {{where}} does not admit {{home}}, ${PAST}.`,
    help: 'Allow the namespace in allowedRoutes.namespaces of its listener: from: All, or a Selector that fits; without one only its own namespace may use it.',
  },
};

type Here = Context<keyof typeof MESSAGES, { readonly world: string }>;

/** istiod goes on without a waypoint that it does not find: routes and policies for it are skipped, not traffic stopped. */
export default defineRule({
  summary: 'The waypoint that istio.io/use-waypoint names is there and may be used',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'error', strict: ['error', { world: 'closed' }], ambient: 'error' },
  codes: ['KIA1313'],
  options: { world: WORLD_OPTION },
  setFields: [WAYPOINT_LABEL],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/ambient/usage/waypoint/',
    'https://istio.io/latest/docs/reference/config/labels/',
  ],
  kinds: [
    'core/Namespace',
    'core/Service',
    'networking.istio.io/ServiceEntry',
    'networking.istio.io/WorkloadEntry',
    ...WORKLOAD_KINDS,
  ],
  fields: [WAYPOINT_LABEL],
  check(resource, context) {
    const { mesh } = context;
    if (resource.isPatch) return;
    const labels = workloadOf(resource, mesh)?.labels ?? resource.labels;
    const home = resource.groupKind === 'core/Namespace' ? resource.name : mesh.namespaceOf(resource);
    const waypoint = waypointIn(labels, home);
    if (typeof waypoint !== 'object') return;
    const gateways = gatewaysForWaypoint(mesh, waypoint);
    if (gateways.length === 0) return reportMissing(waypoint, context);
    const { field, name } = waypoint;
    const [gateway] = gateways;
    const related = gateway ? [{ field: gateway.spec.child('gatewayClassName'), message: 'the Gateway' }] : [];
    if (gateways.every((each) => roleOf(mesh, each) === 'gateway')) {
      const className = gateway?.spec.child('gatewayClassName').string ?? '';
      context.report(field, 'not-a-waypoint', { name, class: className }, { related });
    } else if (gateways.every((each) => admits(mesh, each, home) === false)) {
      const namespace = labels.child(WAYPOINT_NAMESPACE_LABEL);
      const where = waypoint.namespace || 'its namespace';
      context.report(namespace.exists ? namespace : field, 'not-allowed', { name, where, home }, { related });
    }
  },
});

function reportMissing({ field, name, namespace }: WaypointName, context: Here): void {
  const { mesh, options } = context;
  const known = waypointCandidates(mesh, namespace)
    .filter((each) => isWaypoint(mesh, each))
    .map((each) => each.name);
  const absence = absenceOf(context, { kind: 'Gateway', namespace, name }, known, () =>
    isInventoried(mesh, namespace, ['gateway.networking.k8s.io', 'Gateway']),
  );
  if (!absence) return;
  const { near, isSure } = absence;
  const edit = near === undefined ? undefined : rewriteString(field, near);
  const elsewhere = gatewaysForWaypoint(mesh, { field, name, namespace: '' }).map((each) => mesh.namespaceOf(each))[0];
  const other = elsewhere
    ? `${WAYPOINT_NAMESPACE_LABEL}: ${elsewhere} beside it`
    : 'the name of a waypoint that is there';
  context.report(
    field,
    'missing',
    { name, where: namespace || 'any namespace', wanted: `Write ${near ?? other}.` },
    {
      ...(isSure || options.world === 'closed' ? {} : { level: 'warning' as const }),
      suggestions: edit && near ? [{ desc: `Write ${near}`, edit }] : [],
    },
  );
}
