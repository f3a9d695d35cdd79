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
  /** The switch as written. */
  enabled: Field;
  /** Kubernetes resources: `requests` and `limits`. */
  resources: Field;
  /** Environment variables: the value of each, by its name. */
  env: Map<string, Field>;
}

/** One statement of what is installed. */
export interface Install {
  form: InstallForm;
  /** Where it stands as a whole. */
  root: Field;
  /** The resource it is written in; undefined for a values file. */
  resource: Resource | undefined;
  /** The profile as written. */
  profile: Field;
  /** The mesh config as written. */
  meshConfig: Field;
  components: Component[];
  /** Does it install the control plane itself, not only a gateway or a data plane? */
  controlPlane: boolean;
}

/** The variables of a list of `{name, value}`, as containers have it. */
export function envList(list: Field): Map<string, Field> {
  return new Map(
    list
      .items()
      .flatMap((item) =>
        item.child('name').string === undefined ? [] : [[item.child('name').string ?? '', item.child('name')] as const],
      ),
  );
}

/** The variables of a map, as charts have it. */
export function envMap(map: Field): Map<string, Field> {
  return new Map(map.entries().map((entry) => [entry.name, entry]));
}

/** A handle on nothing, for what a form has no place for. */
export function nowhere(root: Field): Field {
  return new Field(root.document, undefined, root);
}
