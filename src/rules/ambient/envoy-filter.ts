import { type Context, defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { AMBIENT_MARKS, ambientReach } from '../../mesh/ambient.ts';
import { hasTargets, type Target, targetsOf } from '../../mesh/policy-targets.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import { gatewaysForWaypoint, isWaypoint, waypointCandidates } from '../../mesh/waypoints.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const INSTEAD = 'Look for another API, such as a WasmPlugin or TrafficExtension with targetRefs.';

const MESSAGES = {
  'no-proxy': {
    text: '{{who}} is in ambient mode, without a sidecar to patch, and no waypoint takes an EnvoyFilter without targetRefs, so this one does nothing there.',
    help: INSTEAD,
  },
  service: {
    text: 'istiod attaches no EnvoyFilter to a {{kind}}, so nothing is patched for {{name}}.',
    help: INSTEAD,
  },
  context: {
    text: 'istiod applies patches of the context {{found}} to no waypoint, so this patch does nothing for {{name}}.',
    help: INSTEAD,
  },
  unsupported: {
    text: 'Istio does not support EnvoyFilters for waypoints, so what this one does for {{name}} may change with any release.',
    help: INSTEAD,
  },
};

/** ztunnel is no Envoy, and a waypoint takes an EnvoyFilter by reference to its Gateway or class alone. */
export default defineRule({
  summary: 'No EnvoyFilter is for ambient mode, where there is no sidecar to patch',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'warning', strict: 'warning', ambient: 'warning' },
  setFields: [...AMBIENT_MARKS, 'targetRefs'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/ambient/migrate/migrate-policies/',
    'https://istio.io/latest/docs/ambient/usage/l7-features/',
    'https://github.com/istio/istio/issues/43720',
    'https://github.com/istio/istio/issues/56417',
  ],
  kinds: ['networking.istio.io/EnvoyFilter'],
  check(filter, context) {
    const { mesh, istioVersion } = context;
    if (filter.isPatch) return;
    // Older ones read no targetRefs here: patches without a selector held for all of the namespace, waypoints among it.
    const readsTargets = compareVersions(istioVersion, '1.27') >= 0;
    if (hasTargets(filter)) return checkTargets(filter, readsTargets, context);
    const contexts = contextsOf(filter);
    // Patches for gateways are for pods outside of ambient mode.
    if (contexts.length > 0 && contexts.every((each) => each.string === 'GATEWAY' || each.isUnknown)) return;
    const reach = ambientReach(mesh, filter);
    const isForAll = selectorOf(filter).keys().length === 0;
    const isForWaypoint = !readsTargets && isForAll && waypointCandidates(mesh, mesh.namespaceOf(filter)).length > 0;
    if (!reach?.isWhole || isForWaypoint) return;
    const place = isForAll ? filter.metadata.child('name') : filter.spec.child('workloadSelector');
    const related = reach.label ? [{ field: reach.label, message: 'ambient mode is set here' }] : [];
    const data = { who: reach.example.display };
    context.report(place, 'no-proxy', data, { at: isForAll ? 'value' : 'key', related });
  },
});

function contextsOf({ spec }: Resource): Field[] {
  const patches = spec.child('configPatches').maps();
  return patches.map((patch) => patch.get('match', 'context'));
}

function checkTargets(filter: Resource, readsTargets: boolean, context: Context<keyof typeof MESSAGES>): void {
  for (const target of targetsOf(filter)) {
    const { field, kind, name } = target;
    if (readsTargets && (kind === 'Service' || kind === 'ServiceEntry'))
      context.report(field.child('kind'), 'service', { kind, name });
    if (!isForWaypoint(filter, target, context)) continue;
    const isAlone = targetsOf(filter).length === 1;
    // Before 1.29 the schema has no WAYPOINT, and says so.
    const hasContext = compareVersions(context.istioVersion, '1.29') >= 0;
    const unused = contextsOf(filter).filter(
      ({ string }) => string === 'GATEWAY' || (string === 'WAYPOINT' && hasContext),
    );
    if (!readsTargets || !isAlone || unused.length === 0)
      context.report(field.child('name'), 'unsupported', { name }, { level: 'info' });
    else for (const each of unused) context.report(each, 'context', { found: each.string ?? '', name });
  }
}

function isForWaypoint(filter: Resource, target: Target, { mesh }: Context<keyof typeof MESSAGES>): boolean {
  const { field, kind, name } = target;
  if (kind === 'GatewayClass') return name === 'istio-waypoint';
  const gateways = gatewaysForWaypoint(mesh, { field, name, namespace: mesh.namespaceOf(filter) });
  return kind === 'Gateway' && gateways.length > 0 && gateways.every((each) => isWaypoint(mesh, each));
}
