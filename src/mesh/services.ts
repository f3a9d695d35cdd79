import type { Resource } from '../yaml/resource.ts';

/** Gateways' Services, which Istio makes itself. */
const MANAGED = new Set(['istio.io-gateway-controller', 'istio.io-mesh-controller', 'istio.io-eastwest-controller']);

/** Is a Service one that people write for their workloads, none of Istio's control plane or of a managed gateway? */
export function isUserService(service: Resource): boolean {
  return !isControlPlane(service) && !MANAGED.has(service.labels.textOf('gateway.istio.io/managed') ?? '');
}

/** Is it a part of Istio's own installation, by the labels of its charts? */
export function isControlPlane({ labels }: Resource): boolean {
  return labels.child('istio').exists || labels.textOf('release') === 'istio';
}

/** Is it a namespace of Kubernetes itself, which no mesh takes in? */
export function isKubernetesNamespace(namespace: string): boolean {
  return ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'].includes(namespace);
}
