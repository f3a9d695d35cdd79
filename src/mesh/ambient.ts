import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { GATEWAY_NAME_LABEL } from './gateways.ts';
import { DATAPLANE_MODE_LABEL, INJECTION_LABEL, REDIRECTION, REVISION_LABEL } from './injection.ts';
import { doMeet } from './meeting.ts';
import { isAmbientNamespace, isLabelledByKustomize, isProxyOnly, membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { selectedWorkloads, selectorOf, workloadsIn } from './selected-workloads.ts';
import { roleOf, waypointCandidates } from './waypoints.ts';
import type { Workload } from './workloads.ts';

/** What takes pods into ambient mode: where no manifest has one of these, nothing is known to be in it. */
export const AMBIENT_MARKS: readonly string[] = [DATAPLANE_MODE_LABEL, REDIRECTION];

/** Does the set hold pods with sidecars, or namespaces that get some? Gateways do not count. */
export function holdsSidecars(mesh: Mesh): boolean {
  return mesh.ask(findsSidecars);
}

function findsSidecars(mesh: Mesh): boolean {
  return (
    mesh.ofKind('Namespace', '').some(isInjectedNamespace) ||
    mesh.workloads().some((workload) => membershipIn(mesh, workload) === 'sidecar' && !isProxyOnly(workload))
  );
}

function isInjectedNamespace({ labels }: Resource): boolean {
  const injection = labels.child(INJECTION_LABEL);
  return injection.exists ? injection.string === 'enabled' : Boolean(labels.child(REVISION_LABEL).string);
}

/** Does a Namespace put its pods into ambient mode, whatever kustomizations may say? */
export function isInAmbient(mesh: Mesh, namespace: string): boolean {
  return isAmbientNamespace(mesh, namespace) && !isLabelledByKustomize(mesh, namespace);
}

/** What a policy with a selector, or for a whole namespace, is for in ambient mode. */
export interface AmbientReach {
  /** A workload in ambient mode; the Namespace, where no workload of it is known. */
  example: Resource;
  /** The label that puts it there. */
  label: Field | undefined;
  /** Is all that the policy is for in ambient mode, as far as is known? No sidecar, and no gateway. */
  isWhole: boolean;
}

/**
 * The pods in ambient mode that a policy is for by its selector, or for having none. Undefined where there are none, or
 * none are known. What is in a namespace that nobody says, or is reached from the root namespace in a set with sidecars too,
 * counts only where both are sure to be applied together.
 */
export function ambientReach(mesh: Mesh, policy: Resource): AmbientReach | undefined {
  const selector = selectorOf(policy);
  const home = mesh.namespaceOf(policy);
  const isOpen = [selectorMember(policy), 'targetRefs'].some((member) => isPatched(mesh, policy, member));
  if (isOpen || selector.hasUnknown || namesGateway(selector)) return undefined;
  const isMeshWide = home === mesh.rootNamespace;
  const isLoose = !home || (isMeshWide && holdsSidecars(mesh));
  const chosen = selectedWorkloads(mesh, policy).filter(
    ({ namespace, resource }) => (namespace && !isLoose) || doMeet(mesh, policy, resource),
  );
  const ambient = chosen.find((workload) => membershipIn(mesh, workload) === 'ambient');
  const isForAll = selector.keys().length === 0;
  if (ambient) {
    const isPure = chosen.every((workload) => ['ambient', 'none'].includes(membershipIn(mesh, workload)));
    const isWhole = isPure && !(isForAll && (isMeshWide || holdsGateway(mesh, home)));
    return { example: ambient.resource, label: labelOf(mesh, ambient), isWhole };
  }
  if (chosen.length > 0) return undefined;
  if (isMeshWide) return isForAll ? reachOfRoot(mesh, policy, isLoose) : undefined;
  const [manifest] = mesh.namespaces().get(home)?.manifests ?? [];
  const isEmpty = workloadsIn(mesh, home).every(({ namespace }) => namespace !== home);
  if (!manifest || !isEmpty || !isInAmbient(mesh, home)) return undefined;
  return { example: manifest, label: manifest.labels.child(DATAPLANE_MODE_LABEL), isWhole: !holdsGateway(mesh, home) };
}

/** A Namespace in ambient mode, of which no workloads are known. */
function reachOfRoot(mesh: Mesh, policy: Resource, isLoose: boolean): AmbientReach | undefined {
  const namespace = mesh
    .ofKind('Namespace', '')
    .find((each) => isInAmbient(mesh, each.name) && (!isLoose || doMeet(mesh, policy, each)));
  return namespace && { example: namespace, label: namespace.labels.child(DATAPLANE_MODE_LABEL), isWhole: false };
}

/** A selector for the pods of gateways, by the labels that these have by custom. */
function namesGateway(selector: Field): boolean {
  return selector.child(GATEWAY_NAME_LABEL).exists || selector.child('istio').exists;
}

function selectorMember({ kind }: Resource): string {
  return kind === 'EnvoyFilter' || kind === 'Sidecar' ? 'workloadSelector' : 'selector';
}

/** Has the namespace pods that Istio makes for a Gateway, other than waypoints? */
function holdsGateway(mesh: Mesh, namespace: string): boolean {
  return waypointCandidates(mesh, namespace).some((gateway) => roleOf(mesh, gateway) !== 'waypoint');
}

/** The label that puts a workload into ambient mode, on its pods or on its Namespace. */
function labelOf(mesh: Mesh, { labels, namespace }: Workload): Field | undefined {
  const own = labels.child(DATAPLANE_MODE_LABEL);
  const [manifest] = mesh.namespaces().get(namespace)?.manifests ?? [];
  const label = own.string === 'ambient' ? own : manifest?.labels.child(DATAPLANE_MODE_LABEL);
  return label?.exists ? label : undefined;
}

/**
 * Are the pods behind a Service in ambient mode, all that are known? Of a ServiceEntry, and of a Service whose pods are not
 * known, its Namespace says.
 */
export function isForAmbient(mesh: Mesh, target: Resource): boolean {
  if (target.spec.textOf('type') === 'ExternalName') return false;
  const home = mesh.namespaceOf(target);
  const selector = target.kind === 'Service' ? selectorOf(target) : undefined;
  const pods =
    selector && selector.keys().length > 0
      ? selectedWorkloads(mesh, target).filter(({ namespace }) => namespace === home)
      : [];
  return pods.length > 0
    ? pods.every((workload) => membershipIn(mesh, workload) === 'ambient')
    : isInAmbient(mesh, home);
}
