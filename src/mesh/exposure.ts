import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { effectiveMtls } from './effective-mtls.ts';
import type { Mesh } from './mesh.ts';
import { hasTargets } from './policy-targets.ts';
import { servicesOfWorkload } from './selected-workloads.ts';
import { selects } from './selection.ts';
import { containersOf, type Workload } from './workloads.ts';

/** A Service that brings traffic to ports of a workload, and a policy that is meant to hold there. */
export interface Exposure {
  /** Those of the ports that were asked for which the Service exposes, as text. */
  ports: string[];
  service: Resource;
  policy: Resource;
}

/** Finds a Service that exposes some of the TCP ports of a workload, and where a policy wants a say on the first of them. */
export function findExposure(mesh: Mesh, workload: Workload, ports: readonly string[]): Exposure | undefined {
  for (const service of servicesOfWorkload(mesh, workload)) {
    if (mesh.namespaceOf(service) !== workload.namespace) continue;
    const targets = service.spec
      .child('ports')
      .items()
      .filter((port) => ['TCP', undefined].includes(port.textOf('protocol')))
      .map((port) => targetPort(port, workload));
    const exposed = ports.filter((port) => targets.includes(port));
    const [first] = exposed;
    const policy = first === undefined ? undefined : findPolicy(mesh, workload, first);
    if (policy) return { ports: exposed, service, policy };
  }
  return undefined;
}

/**
 * The container's port behind a port of a Service: its number, or the number that a container gives the name. Undefined where
 * no container does, or it isn't known. Kubernetes takes 0 and an empty name for none.
 */
export function targetPort(port: Field, workload: Workload): string | undefined {
  return targetOf(port.child('targetPort'), port.child('port').number, workload);
}

/** The same of a `targetPort` as written, and the number of its port. */
export function targetOf(target: Field, number: number | undefined, workload: Workload): string | undefined {
  const value = target.scalar;
  if (!target.isSet || value === 0 || value === '') return number?.toString();
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  for (const container of containersOf(workload))
    for (const each of container.child('ports').items())
      if (each.textOf('name') === value) return each.child('containerPort').number?.toString();
  return undefined;
}

/** An AuthorizationPolicy for the workload, or else the PeerAuthentication that asks for mutual TLS at the port. */
function findPolicy(mesh: Mesh, workload: Workload, port: string): Resource | undefined {
  const authorization = mesh
    .ofKind('AuthorizationPolicy', 'security.istio.io')
    .find((policy) => !hasTargets(policy) && holdsFor(mesh, policy, workload));
  if (authorization) return authorization;
  const mtls = effectiveMtls(mesh, workload, Number(port));
  return mtls?.mode === 'STRICT' ? mtls.decided?.policy : undefined;
}

/** Does a policy choose the workload for sure? Those of the root namespace hold in all namespaces. */
function holdsFor(mesh: Mesh, policy: Resource, { namespace, labels }: Workload): boolean {
  const own = mesh.namespaceOf(policy);
  const selector = policy.spec.child('selector');
  if (policy.spec.isUnknown || selector.isUnknown || (own !== namespace && own !== mesh.rootNamespace)) return false;
  return selects(selector.child('matchLabels'), labels);
}
