import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import {
  type Action,
  isEmptyList,
  type ListField,
  OPERATION_FIELDS,
  operationsOf,
  SOURCE_FIELDS,
  sourcesOf,
  writtenLists,
} from './authorization-policy.ts';
import { GATEWAY_NAME_LABEL } from './gateways.ts';
import { groupBy } from './group-by.ts';
import { isBytes } from './host-ports.ts';
import { isProxyOnly, membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { bytesOnly, policedWorkloads, portListsOf } from './policed-workloads.ts';
import { servicePorts } from './service-ports.ts';
import type { WorkloadPort } from './workload-ports.ts';
import type { Workload } from './workloads.ts';

/** A part of a rule for ports that Istio does not read as HTTP, though the rule asks for what only HTTP has. */
export interface UnreadPart {
  /** The operation; the rule itself where it has none. */
  part: Field;
  /** The lists and the keys of conditions that only HTTP has. */
  attributes: readonly Field[];
  /** The ports of Services that it is for. */
  ports: readonly WorkloadPort[];
}

/**
 * The workloads whose sidecars read the ports of Services for a policy. None where gateways are among those it is for, which
 * read what their servers say; for those in ambient mode waypoints read HTTP. See policedWorkloads.
 */
export function proxiedWorkloads(mesh: Mesh, policy: Resource): Workload[] {
  const home = mesh.namespaceOf(policy);
  // Most namespaces have no port that is known to carry bytes.
  if (home !== mesh.rootNamespace && mesh.inNamespace(mesh.ask(bytePorts), home).length === 0) return [];
  const workloads = policedWorkloads(mesh, policy) ?? [];
  if (workloads.some((workload) => isProxyOnly(workload) || workload.labels.child(GATEWAY_NAME_LABEL).exists))
    return [];
  return workloads.filter((workload) => membershipIn(mesh, workload) !== 'ambient');
}

/** The Services with a port that is not HTTP for sure. */
function bytePorts(mesh: Mesh): Map<string, Resource[]> {
  const services = mesh
    .ofKind('Service', '')
    .filter((service) => servicePorts(service).some(({ protocol }) => isBytes(protocol)));
  return groupBy(services, (service) => mesh.namespaceOf(service));
}

/**
 * The parts of a rule that lose their HTTP attributes on every port that they are for. An ALLOW rule is left out there as a
 * whole, whichever part has them; of others the attributes alone are left out, each with its part.
 * Source: `checkError` of pilot/pkg/security/authz/model in istio/istio.
 */
export function unreadParts(mesh: Mesh, workloads: readonly Workload[], rule: Field, action: Action): UnreadPart[] {
  if (workloads.length === 0) return [];
  const operations = operationsOf(rule);
  const shared = [
    ...sourcesOf(rule).flatMap((source) => httpLists(source, SOURCE_FIELDS)),
    ...conditionKeys(rule).filter(isHttpKey),
  ];
  const own = operations.map((operation) => httpLists(operation, OPERATION_FIELDS));
  const parts = isEmptyList(rule.child('to')) ? [rule] : operations;
  return parts.flatMap((part, index) => {
    const attributes = [...(action === 'ALLOW' ? own.flat() : (own[index] ?? [])), ...shared];
    if (attributes.length === 0) return [];
    const ports = bytesOnly(mesh, workloads, portListsOf(rule, part === rule ? [] : [part]));
    return ports ? [{ part, attributes, ports }] : [];
  });
}

function httpLists(part: Field, fields: readonly ListField[]): Field[] {
  return writtenLists(part, fields).flatMap(({ list, known }) =>
    known.tcp || list.items().length === 0 ? [] : [list],
  );
}

/** The keys of a rule's conditions. */
export function conditionKeys(rule: Field): Field[] {
  const conditions = rule.child('when').items();
  return conditions.map((condition) => condition.child('key'));
}

/** Every attribute but those of requests is one of connections; what is not known may be. */
export function isHttpKey(key: Field): boolean {
  return key.string?.startsWith('request.') ?? false;
}

/** Is something left of a rule where its HTTP attributes are left out: callers, addresses, conditions on connections? */
export function isLimited(rule: Field): boolean {
  const sources = sourcesOf(rule);
  const isOfConnections = (source: Field) =>
    writtenLists(source, SOURCE_FIELDS).some(({ list, known }) => known.tcp && !isEmptyList(list));
  return (
    (sources.length > 0 && sources.every(isOfConnections)) ||
    conditionKeys(rule).some((key) => !isHttpKey(key) && key.string !== 'destination.port')
  );
}
