import { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** In which form people wrote what is installed. */
export type InstallForm =
  | 'IstioOperator'
  | 'HelmValues'
  | 'ArgoApplication'
  | 'HelmRelease'
  | 'SailOperator'
  | 'ConfigMap'
  | 'Manifest';

export type ComponentName = 'istiod' | 'ingressGateway' | 'egressGateway' | 'gateway' | 'ztunnel' | 'cni' | 'sidecar';

/** What was written about one component. What is absent is the chart's default, and nobody's mistake. */
export interface Component {
  name: ComponentName;
  /** What its Deployment or DaemonSet is called, as written. */
  instance: Field;
  namespace: Field;
  /** The switch as written. */
  enabled: Field;
  /** Kubernetes resources: `requests` and `limits`. */
  resources: Field;
  /** Environment variables by name: the `name` of a list's item, or the member of a map. */
  env: Map<string, Field>;
}

/** Who looks a profile up: istioctl, the charts and the Sail Operator have different ones. */
export type ProfileReader = 'istioctl' | 'charts' | 'sail';

export interface Profile {
  field: Field;
  reader: ProfileReader;
}

/** One statement of what is installed. */
export interface Install {
  form: InstallForm;
  /** Where it stands as a whole. */
  root: Field;
  /** The resource it is written in; undefined for a values file. */
  resource: Resource | undefined;
  /** The profiles as written, the one that decides what is installed first. */
  profiles: Profile[];
  /** The older minor whose behaviour is asked for, wherever it was written. */
  compatibility: Field[];
  /** The version of Istio that it installs, as written: a chart's version, a tag, `v1.31-latest`. */
  version: Field;
  /** The mesh config as written. */
  meshConfig: Field;
  components: Component[];
  /** Does it install the control plane itself, not only a gateway or a data plane? */
  controlPlane: boolean;
  /** A kustomize patch: only what it writes may be judged. */
  isPatch: boolean;
  /** Other values are merged into it, from files or objects that it names, or from other statements of the same chart. */
  overlaid: boolean;
}

/** The profiles of a statement that were written at all. */
export function written(...profiles: Profile[]): Profile[] {
  return profiles.filter(({ field }) => field.exists);
}

/** The kinds that say what is installed, and files of values. */
export const INSTALL_KINDS: readonly string[] = [
  'install.istio.io/IstioOperator',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'helm.toolkit.fluxcd.io/HelmRelease',
  'sailoperator.io/Istio',
  'sailoperator.io/IstioCNI',
  'sailoperator.io/ZTunnel',
  'core/ConfigMap',
  'apps/Deployment',
  'apps/DaemonSet',
  '(no kind)',
];

/** The variables of a list of `{name, value}`, as containers have it. */
export function envList(list: Field): Map<string, Field> {
  const found = new Map<string, Field>();
  for (const name of list.items().map((item) => item.child('name')))
    if (name.string !== undefined) found.set(name.string, name);
  return found;
}

/** The variables of a map, as charts have it. */
export function envMap(map: Field): Map<string, Field> {
  return new Map(map.entries().map((entry) => [entry.name, entry]));
}

/** A handle on nothing, for what a form has no place for. */
export function nowhere(root: Field): Field {
  return new Field(root.document, undefined, root);
}
