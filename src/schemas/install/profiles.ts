// The profiles of istioctl and of the charts. Source: manifests/profiles and the profile files of the istiod chart.

export type InstalledComponent = 'istiod' | 'ingressGateway' | 'egressGateway' | 'ztunnel' | 'cni';

/** What each profile installs. */
export const PROFILES: Readonly<Record<string, readonly InstalledComponent[]>> = {
  ambient: ['istiod', 'ztunnel', 'cni'],
  default: ['istiod', 'ingressGateway'],
  demo: ['istiod', 'ingressGateway', 'egressGateway'],
  empty: [],
  minimal: ['istiod'],
  openshift: ['istiod', 'ingressGateway', 'cni'],
  'openshift-ambient': ['istiod', 'ztunnel', 'cni'],
  preview: ['istiod', 'ingressGateway'],
  remote: ['istiod'],
  stable: ['istiod', 'ingressGateway'],
};

/** Names that were profiles once, and what came after them. */
export const FORMER_PROFILES: Readonly<Record<string, string>> = {
  external: 'remote',
  'ambient-openshift': 'openshift-ambient',
};
