// The versions of Kubernetes that each Istio minor runs on. Source: MinK8SVersion of istioctl in the first release of each
// minor, and data/compatibility/supportStatus.yml of istio.io with the release announcements, the wider of them.

export interface KubernetesRange {
  /** The oldest minor that istioctl takes without an error. */
  least: number;
  /** The minors that Istio is supported on. */
  first: number;
  last: number;
}

/** By Istio minor; that of 1.32, which is in development, is taken to be at least that of 1.31. */
export const KUBERNETES_RANGES: ReadonlyMap<string, KubernetesRange> = new Map([
  ['1.24', { least: 28, first: 28, last: 31 }],
  ['1.25', { least: 28, first: 29, last: 32 }],
  ['1.26', { least: 29, first: 29, last: 33 }],
  ['1.27', { least: 29, first: 29, last: 33 }],
  ['1.28', { least: 29, first: 29, last: 34 }],
  ['1.29', { least: 30, first: 31, last: 35 }],
  ['1.30', { least: 32, first: 32, last: 36 }],
  ['1.31', { least: 32, first: 32, last: 37 }],
  ['1.32', { least: 32, first: 32, last: 37 }],
]);

/**
 * Where manifests that make a cluster name the Kubernetes of its control plane; `*` are the items of a list. The nodes'
 * version may be another one and is left out. Source: the reference of each tool.
 */
export const KUBERNETES_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'eksctl.io/ClusterConfig': ['metadata', 'version'],
  'kind.x-k8s.io/Cluster': ['nodes', '*', 'image'],
  'k3d.io/Simple': ['image'],
  'kubeadm.k8s.io/ClusterConfiguration': ['kubernetesVersion'],
  'kops.k8s.io/Cluster': ['spec', 'kubernetesVersion'],
  'k0sctl.k0sproject.io/Cluster': ['spec', 'k0s', 'version'],
  'cluster.x-k8s.io/Cluster': ['spec', 'topology', 'version'],
  'controlplane.cluster.x-k8s.io/KubeadmControlPlane': ['spec', 'version'],
  'controlplane.cluster.x-k8s.io/RKE2ControlPlane': ['spec', 'version'],
  'controlplane.cluster.x-k8s.io/AWSManagedControlPlane': ['spec', 'version'],
  'infrastructure.cluster.x-k8s.io/AzureManagedControlPlane': ['spec', 'version'],
  'provisioning.cattle.io/Cluster': ['spec', 'kubernetesVersion'],
  'core.gardener.cloud/Shoot': ['spec', 'kubernetes', 'version'],
  'eks.services.k8s.aws/Cluster': ['spec', 'version'],
  'container.cnrm.cloud.google.com/ContainerCluster': ['spec', 'minMasterVersion'],
};
