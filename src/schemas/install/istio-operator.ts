// IstioOperator has no published schema: this is what istioctl decodes, kept by hand.
// Source: operator/pkg/apis/types.go of Istio (IstioOperatorSpec, IstioComponentSpec, KubernetesResources).

type Schema = Record<string, unknown>;

/** Group and kind of the resource. */
export const ISTIO_OPERATOR = 'install.istio.io/IstioOperator';

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
/** Kubernetes' own types and chart values, which are not checked here. */
const open: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const openList: Schema = { type: 'array', items: open };
const strings: Schema = { type: 'object', additionalProperties: text };
const anything: Schema = {};

function object(properties: Schema): Schema {
  return { type: 'object', properties };
}

const kubernetesResources = object({
  affinity: open,
  env: openList,
  hpaSpec: open,
  imagePullPolicy: text,
  nodeSelector: strings,
  overlays: {
    type: 'array',
    items: object({
      apiVersion: text,
      kind: text,
      name: text,
      patches: { type: 'array', items: object({ path: text, value: anything }) },
    }),
  },
  podAnnotations: strings,
  podDisruptionBudget: open,
  priorityClassName: text,
  readinessProbe: open,
  replicaCount: { type: 'integer', minimum: 0 },
  resources: open,
  securityContext: open,
  service: open,
  serviceAnnotations: strings,
  strategy: open,
  tolerations: openList,
  volumeMounts: openList,
  volumes: openList,
});

const component = { enabled: flag, namespace: text, hub: text, tag: anything, k8s: kubernetesResources };
const gateways: Schema = { type: 'array', items: object({ ...component, name: text, label: strings }) };

/** The structural schema of an IstioOperator, in the dialect of custom resource definitions. */
export const istioOperator: Schema = object({
  spec: object({
    profile: text,
    installPackagePath: text,
    hub: text,
    tag: anything,
    namespace: text,
    revision: text,
    compatibilityVersion: text,
    meshConfig: open,
    components: object({
      base: object({ enabled: flag, k8s: kubernetesResources }),
      pilot: object(component),
      cni: object(component),
      ztunnel: object(component),
      istiodRemote: object(component),
      ingressGateways: gateways,
      egressGateways: gateways,
    }),
    values: open,
    unvalidatedValues: open,
  }),
});
