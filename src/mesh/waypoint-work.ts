import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { holdsSidecars } from './ambient.ts';
import { isBehindGateway } from './gateway-destinations.ts';
import { targetsOfHost } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';
import { hasTargets, servicesNamed, servicesOfTarget, targetsOf } from './policy-targets.ts';
import { isMeshBound } from './settings/virtual-service-routes.ts';
import { trafficPoliciesOf } from './traffic-policy.ts';

/** What a waypoint would have to do for a Service. */
export interface WaypointWork {
  /** Where the Service is named. */
  field: Field;
  /** What the name means: several where the files hold alternatives. */
  targets: readonly Resource[];
}

/**
 * The Services for which a resource asks what in ambient mode only a waypoint does. Routes and DestinationRules are none
 * where the set holds sidecars, which follow them by themselves, and a DestinationRule is none where a gateway follows it.
 */
export function waypointWorkOf(mesh: Mesh, resource: Resource): WaypointWork[] {
  const { kind, spec } = resource;
  const namespace = mesh.namespaceOf(resource);
  if (hasTargets(resource))
    return targetsOf(resource).map((target) => ({
      field: target.field.child('name'),
      targets: servicesOfTarget(mesh, target, namespace),
    }));
  if (holdsSidecars(mesh)) return [];
  if (kind === 'VirtualService')
    return isMeshBound(resource) ? hostsOf(mesh, spec.child('hosts').items(), namespace) : [];
  if (kind !== 'DestinationRule')
    return spec
      .child('parentRefs')
      .maps()
      .map((parent) => byParent(mesh, parent, namespace));
  if (!trafficPoliciesOf(resource).some(asksForProxy)) return [];
  const work = hostsOf(mesh, [spec.child('host')], namespace);
  return work.filter(({ targets }) => !targets.some((target) => isBehindGateway(mesh, target)));
}

function hostsOf(mesh: Mesh, hosts: readonly Field[], namespace: string): WaypointWork[] {
  return hosts.flatMap((field) =>
    field.string && !field.string.startsWith('*')
      ? { field, targets: targetsOfHost(mesh, field.string, namespace) }
      : [],
  );
}

/** A parent without a group is a Gateway API kind, so none of these. */
function byParent(mesh: Mesh, parent: Field, home: string): WaypointWork {
  const [group, kind, field] = [parent.textOf('group'), parent.textOf('kind'), parent.child('name')];
  const namespace = parent.has('namespace') ? (parent.textOf('namespace') ?? '') : home;
  const isKnown = group !== undefined && kind !== undefined && field.string;
  return { field, targets: isKnown ? servicesNamed(mesh, group, kind, field.string, namespace) : [] };
}

const SETTINGS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tunnel', 'proxyProtocol', 'retryBudget'];

/** Does a traffic policy ask for more than mutual TLS of the mesh, which ztunnel gives by itself? */
function asksForProxy(policy: Field): boolean {
  const mode = policy.get('tls', 'mode').string;
  return SETTINGS.some((name) => policy.has(name)) || mode === 'SIMPLE' || mode === 'MUTUAL';
}

/** Does a Telemetry ask for what only a proxy of requests can report: traces, access logs, other metrics? */
export function reportsRequests({ spec }: Resource): boolean {
  const isAsked = ['tracing', 'accessLogging'].some((name) => spec.child(name).items().length > 0);
  const metrics = spec.child('metrics').items();
  return isAsked || metrics.some((each) => each.child('overrides').items().length > 0);
}
