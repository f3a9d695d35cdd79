import type { Resource } from '../yaml/resource.ts';

/** Gateways' Services, which Istio makes itself. */
const MANAGED = new Set(['istio.io-gateway-controller', 'istio.io-mesh-controller', 'istio.io-eastwest-controller']);

/** Is a Service one that people write for their workloads, none of Istio's control plane or of a managed gateway? */
export function isUserService({ labels }: Resource): boolean {
  if (labels.child('istio').exists || labels.child('release').string === 'istio') return false;
  return !MANAGED.has(labels.child('gateway.istio.io/managed').string ?? '');
}

/** Is it a namespace of Kubernetes itself, which no mesh takes in? */
export function isKubernetesNamespace(namespace: string): boolean {
  return ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'].includes(namespace);
}
