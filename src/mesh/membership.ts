import type { Resource } from '../yaml/resource.ts';
import { INJECT_LABEL, saysMembership } from './injection.ts';
import type { Mesh } from './mesh.ts';
import { containersOf, type Workload } from './workloads.ts';

/** Kinds that do nothing for workloads outside of the mesh. */
const FOR_THE_MESH = new Set(['PeerAuthentication', 'AuthorizationPolicy', 'RequestAuthentication', 'Sidecar']);

/**
 * A resource which shows that the workloads of a namespace are meant for the mesh; undefined where the namespace has
 * none of either. What acts at a gateway says nothing of the workloads behind it.
 */
export function findMeshEvidence(mesh: Mesh, namespace: string): Resource | undefined {
  const own = mesh.workloads().filter((workload) => workload.namespace === namespace);
  if (own.length === 0 || own.every(isProxyOnly)) return undefined;
  return mesh
    .namespaces()
    .get(namespace)
    ?.resources.find((resource) => needsProxies(resource));
}

function needsProxies(resource: Resource): boolean {
  const { group, kind, spec } = resource;
  if (group === 'security.istio.io' || (group === 'networking.istio.io' && kind === 'Sidecar')) {
    return FOR_THE_MESH.has(kind) && !spec.child('targetRefs').isSet && !spec.child('targetRef').isSet;
  }
  if (group !== 'networking.istio.io' || kind !== 'VirtualService') return false;
  const gateways = spec.child('gateways');
  return !gateways.isSet || gateways.items().some((gateway) => gateway.string === 'mesh');
}

/** Is membership said elsewhere than on the manifest of the Namespace: in a patch, on each pod, or for all namespaces at once? */
export function decidesForItself(mesh: Mesh, namespace: string): boolean {
  const patched = mesh.resources.some(
    (resource) => resource.isPatch && resource.kind === 'Namespace' && saysMembership(resource),
  );
  const own = mesh.workloads().filter((workload) => workload.namespace === namespace);
  return (
    patched ||
    (own.length > 0 && own.every((workload) => isProxyOnly(workload) || decidesByPod(workload))) ||
    injectsByDefault(mesh)
  );
}

/** Gateways, waypoints and ztunnel: pods with a proxy alone, whose image may be filled in on injection. */
export function isProxyOnly(workload: Workload): boolean {
  const containers = containersOf(workload);
  return (
    containers.length > 0 &&
    containers.every(
      (container) => container.child('name').string === 'istio-proxy' || container.child('image').string === 'auto',
    )
  );
}

function decidesByPod(workload: Workload): boolean {
  const written = workload.labels.child(INJECT_LABEL).exists || workload.annotations.child(INJECT_LABEL).exists;
  return written || containersOf(workload).some((container) => container.child('name').string === 'istio-proxy');
}

function injectsByDefault(mesh: Mesh): boolean {
  return mesh
    .ofKind('IstioOperator')
    .some(
      (operator) =>
        operator.get('spec', 'values', 'sidecarInjectorWebhook', 'enableNamespacesByDefault').boolean === true,
    );
}
