import type { Resource } from '../yaml/resource.ts';
import { isRegistered } from './absent-workload.ts';
import { areNeighbours } from './meeting.ts';
import { isProxyOnly } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { possibleWorkloads, selectedWorkloads, selectorOf, servicesOfWorkload } from './selected-workloads.ts';
import { type WorkloadPort, workloadPorts } from './workload-ports.ts';
import { containersOf, type Workload } from './workloads.ts';

/** What the ports of a policy can be at the workloads that it chooses by its selector. */
export interface PolicyPorts {
  workloads: Workload[];
  /** Does a pod have the port: is it one of its containers, the target of a Service, or a listener of a Sidecar? */
  isOfPods(port: number): boolean;
  /** The ports of Services that have this number and lead to the pods. */
  ofServices(port: number): WorkloadPort[];
  /** Is the number written anywhere in the templates of the pods: in an argument, a variable, a probe, an annotation? */
  isMentioned(port: number): boolean;
  /** The ports that the containers name; undefined where those of one workload name none, though it may have some. */
  named: number[] | undefined;
}

/** The ports of the workloads that a policy chooses; undefined where not all of these, or of their ports, are known. */
export function policyPorts(mesh: Mesh, policy: Resource): PolicyPorts | undefined {
  const selector = selectorOf(policy);
  if (selector.keys().length === 0 || selector.hasUnknown || isRegistered(mesh, policy, selector)) return undefined;
  const chosen = selectedWorkloads(mesh, policy);
  const workloads = chosen.filter(
    (workload) => areNeighbours(mesh, policy, workload.resource) && !isProxyOnly(workload),
  );
  if (workloads.length === 0 || possibleWorkloads(mesh, policy).length > chosen.length) return undefined;
  if (workloads.some((workload) => arePortsOpen(mesh, workload))) return undefined;
  const services = workloads.flatMap((workload) => workloadPorts(mesh, workload));
  const named = workloads.map(containerPorts);
  // Behind a headless Service clients come to the address of a pod, with the port that the Service names.
  const direct = services.filter(({ service }) => service.spec.textOf('clusterIP') === 'None');
  const reached = [...services.map(({ target }) => Number(target)), ...direct.map(({ number }) => number)];
  const own = new Set([...named.flat(), ...reached]);
  const listeners = mesh.ask(listenerPorts);
  return {
    workloads,
    isOfPods: (port) => own.has(port) || listeners.has(port),
    ofServices: (port) => services.filter(({ number, transport }) => number === port && transport === 'TCP'),
    isMentioned: (port) => workloads.some(({ metadata, spec }) => mentions([metadata.value, spec.value], port)),
    named: named.every((ports) => ports.length > 0) ? [...new Set(named.flat())] : undefined,
  };
}

function mentions(value: unknown, port: number): boolean {
  return new RegExp(`(?<!\\d)${port}(?!\\d)`).test(JSON.stringify(value) ?? '');
}

function containerPorts(workload: Workload): number[] {
  return containersOf(workload)
    .flatMap((container) => [...container.child('ports').items()])
    .flatMap((port) => port.child('containerPort').number ?? []);
}

/** May ports of the pods, or of the Services that lead to them, be other than they are written? */
function arePortsOpen(mesh: Mesh, workload: Workload): boolean {
  const { resource, member } = workload;
  return (
    workload.spec.isUnknown ||
    containersOf(workload).some((container) => container.child('ports').hasUnknown) ||
    isPatched(mesh, resource, member) ||
    servicesOfWorkload(mesh, workload).some(
      (service) => service.spec.child('ports').hasUnknown || isPatched(mesh, service, 'ports'),
    )
  );
}

/** Ports that Sidecars open at pods beside those of the containers. */
function listenerPorts(mesh: Mesh): ReadonlySet<number> {
  const ports = new Set<number>();
  for (const { spec } of mesh.ofKind('Sidecar', 'networking.istio.io'))
    for (const listener of spec.child('ingress').items()) {
      const port = listener.get('port', 'number').number;
      if (port !== undefined) ports.add(port);
    }
  return ports;
}
