// The profiles of Istio 1.24 and newer. Source: manifests/profiles (istioctl), manifests/helm-profiles (the charts), and
// the enum of spec.profile in the API of the Sail Operator.

export type InstalledComponent = 'istiod' | 'ingressGateway' | 'egressGateway' | 'ztunnel' | 'cni';

/** What each profile of istioctl installs. */
export const PROFILES: ReadonlyMap<string, readonly InstalledComponent[]> = new Map([
  ['ambient', ['istiod', 'ztunnel', 'cni']],
  ['default', ['istiod', 'ingressGateway']],
  ['demo', ['istiod', 'ingressGateway', 'egressGateway']],
  ['empty', []],
  ['minimal', ['istiod']],
  ['openshift', ['istiod', 'ingressGateway', 'cni']],
  ['openshift-ambient', ['istiod', 'ztunnel', 'cni']],
  ['preview', ['istiod', 'ingressGateway']],
  ['remote', ['istiod']],
  ['stable', ['istiod', 'ingressGateway']],
]);

/** The profiles that values of the charts may name: those of istioctl that change values at all. */
export const CHART_PROFILES: readonly string[] = ['ambient', 'demo', 'preview', 'remote', 'stable'];

/** What a chart takes in place of a profile that only istioctl has, or that became a platform in Istio 1.24. */
export const NOT_IN_CHARTS: ReadonlyMap<string, string> = new Map([
  ['default', 'Delete the line: the charts are the default profile.'],
  ['minimal', 'Delete the line, and install no chart of a gateway.'],
  ['empty', 'Delete the line, and install only the charts that you want.'],
  ['openshift', 'Set global.platform: openshift.'],
  ['openshift-ambient', 'Set profile: ambient and global.platform: openshift.'],
  ['ambient-openshift', 'Set profile: ambient and global.platform: openshift.'],
]);

/** The profiles that spec.profile of the Sail Operator may name. */
export const SAIL_PROFILES: readonly string[] = [
  'ambient',
  'default',
  'demo',
  'empty',
  'openshift',
  'openshift-ambient',
  'preview',
  'remote',
  'stable',
];

/** Names that were profiles once, and what came after them. */
export const FORMER_PROFILES: ReadonlyMap<string, string> = new Map([
  ['external', 'remote'],
  ['ambient-openshift', 'openshift-ambient'],
]);
