import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { isRegistered } from './absent-workload.ts';
import { isBytes } from './host-ports.ts';
import { inboundPorts } from './inbound-ports.ts';
import { areNeighbours } from './meeting.ts';
import { membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { choosesAll, holdsWorkloads, openWorkloads, selectedWorkloads, selectorOf } from './selected-workloads.ts';
import { maySelect } from './selection.ts';
import { isMisspelt } from './settings/misspelt.ts';
import type { WorkloadPort } from './workload-ports.ts';
import type { Workload } from './workloads.ts';

/**
 * The workloads of the mesh that an AuthorizationPolicy is for, in sidecars, gateways or ztunnel. Undefined where they are
 * not all known, and for a policy that is attached to a Service or a Gateway: to its waypoint other ports are known.
 */
export function policedWorkloads(mesh: Mesh, policy: Resource): Workload[] | undefined {
  return mesh.askAbout(findPoliced, policy);
}

function findPoliced(mesh: Mesh, policy: Resource): Workload[] | undefined {
  const { spec } = policy;
  const selector = spec.child('selector');
  const labels = selectorOf(policy);
  const home = mesh.namespaceOf(policy);
  if (policy.isPatch || spec.has('targetRef') || spec.has('targetRefs')) return undefined;
  if (selector.hasUnknown || selector.isUnknown || isMisspelt(selector)) return undefined;
  if (isPatched(mesh, policy, 'rules') || isPatched(mesh, policy, 'selector')) return undefined;
  const isForAll = home === mesh.rootNamespace;
  if (choosesAll(labels) && (isForAll || !holdsWorkloads(mesh, home))) return undefined;
  const isNear = ({ namespace, resource }: Workload) =>
    (namespace !== '' && isForAll) || areNeighbours(mesh, policy, resource);
  const isOpen = mesh.ask(openWorkloads).some((each) => isNear(each) && maySelect(labels, each.labels));
  if (isOpen || isRegistered(mesh, policy, labels)) return undefined;
  const chosen = selectedWorkloads(mesh, policy);
  return chosen.filter((workload) => isNear(workload) && membershipIn(mesh, workload) !== 'none');
}

/** A list of ports that a rule names. */
export interface PortList {
  list: Field;
  /** Is it for all ports but these? */
  isNegated: boolean;
}

/** The ports that an operation names, and those that conditions of its rule name. */
export function portListsOf(rule: Field, operations: readonly Field[]): PortList[] {
  const lists: PortList[] = [];
  const add = (ports: Field, others: Field) => {
    if (ports.isSet) lists.push({ list: ports, isNegated: false });
    if (others.isSet) lists.push({ list: others, isNegated: true });
  };
  for (const operation of operations) add(operation.child('ports'), operation.child('notPorts'));
  for (const condition of rule.child('when').items())
    if (condition.textOf('key') === 'destination.port') add(condition.child('values'), condition.child('notValues'));
  return lists;
}

/**
 * The ports of Services behind those that a part of a rule is for, where none of them is HTTP to Istio. Undefined where one
 * is, or may be: Istio looks into ports without a protocol, and into those that no Service names.
 */
export function bytesOnly(
  mesh: Mesh,
  workloads: readonly Workload[],
  limits: readonly PortList[],
): WorkloadPort[] | undefined {
  const found: WorkloadPort[] = [];
  for (const workload of workloads) {
    const inbound = inboundPorts(mesh, workload);
    if (!inbound) return undefined;
    const wanted = wantedPorts([...inbound.all], limits);
    if (!wanted || wanted.length === 0) return undefined;
    for (const port of wanted) {
      const services = inbound.served.get(port) ?? [];
      if (services.length === 0 || !services.every(({ protocol }) => isBytes(protocol))) return undefined;
      found.push(...services);
    }
  }
  return found.length > 0 ? found : undefined;
}

/** The ports that are named, or all but those that are left out; undefined where not all are known. */
function wantedPorts(all: readonly string[], limits: readonly PortList[]): string[] | undefined {
  if (limits.some(({ list }) => list.items().some(({ string }) => string === undefined))) return undefined;
  const texts = ({ list }: PortList) => list.items().map(({ string }) => string ?? '');
  const [first, ...more] = limits.filter(({ isNegated, list }) => !isNegated && list.items().length > 0).map(texts);
  const named = (first ?? all).filter((port) => more.every((others) => others.includes(port)));
  const except = new Set(limits.filter(({ isNegated }) => isNegated).flatMap(texts));
  return [...new Set(named)].filter((port) => !except.has(port));
}
