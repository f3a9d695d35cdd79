import { REMOVED_VARIABLES } from '../../schemas/install/removed-env.ts';
import type { Field } from '../../yaml/field.ts';
import { type Component, type ComponentName, envMap } from './install.ts';

/** The charts of Istio; `istio` is the umbrella chart of old, and any values that several of them share. */
export type Chart = 'base' | 'istiod' | 'gateway' | 'ztunnel' | 'cni' | 'istio';

/**
 * The chart that values are for, told by what no other well-known chart asks for; undefined for other charts' values.
 * `name` is the key that they stand below, '' for a whole file.
 */
export function chartOf(values: Field, name = ''): Chart | undefined {
  if (!values.isMap || isChartSource(values)) return undefined;
  const only = (known: ReadonlySet<string>) => values.keys().every((key) => known.has(key));
  const gateway =
    values.child('networkGateway').exists ||
    values.get('labels', 'istio').isSet ||
    values.get('podAnnotations', 'inject.istio.io/templates').isSet;
  if (gateway && only(GATEWAY_KEYS)) return 'gateway';
  if (holds(values, ['xdsAddress', 'caAddress', 'peerCaCrl']) && only(ZTUNNEL_KEYS)) return 'ztunnel';
  const ownName = name === '' || /istio/i.test(name);
  if (!isDistinct(values) && !(ownName && isPlain(values) && only(SHARED_KEYS))) return undefined;
  return only(ISTIOD_KEYS) ? 'istiod' : 'istio';
}

/** Is it a key of Istio's values, not the name of a chart that values stand below? */
export function isOwnKey(name: string): boolean {
  return SHARED_KEYS.has(name);
}

/** Istio's own charts wrap their values so; they are defaults, not what a user says. */
export function isChartSource(values: Field): boolean {
  return values.child('_internal_defaults_do_not_set').exists || values.get('defaults', 'global').isMap;
}

/** Holds keys that belong to Istio alone. */
function isDistinct(values: Field): boolean {
  const [pilot, global] = [values.child('pilot'), values.child('global')];
  return (
    holds(values.child('meshConfig'), MESH_KEYS) ||
    holds(pilot, PILOT_KEYS) ||
    [pilot, values].some((settings) => settings.child('env').keys().some(isIstiodVariable)) ||
    holds(global, GLOBAL_KEYS) ||
    global.get('proxy', 'autoInject').exists ||
    ['sidecarInjectorWebhook', 'istio_cni', 'ztunnel'].some((key) => values.child(key).isMap) ||
    GATEWAYS.some((gateway) => values.get('gateways', gateway).isMap)
  );
}

/** Holds keys that Istio's charts have, but others might as well. */
function isPlain(values: Field): boolean {
  return values.child('pilot').isMap || values.get('global', 'proxy', 'resources').isMap;
}

function holds(map: Field, keys: readonly string[]): boolean {
  return keys.some((key) => map.child(key).exists);
}

function isIstiodVariable(name: string): boolean {
  return name.startsWith('PILOT_') || REMOVED_VARIABLES.has(name);
}

const MESH_KEYS = [
  'accessLogFile',
  'accessLogEncoding',
  'enableAutoMtls',
  'enableTracing',
  'enablePrometheusMerge',
  'defaultConfig',
  'defaultProviders',
  'extensionProviders',
  'outboundTrafficPolicy',
  'discoverySelectors',
  'rootNamespace',
  'trustDomain',
];
const PILOT_KEYS = [
  'autoscaleEnabled',
  'autoscaleMin',
  'autoscaleMax',
  'traceSampling',
  'keepaliveMaxServerConnectionAge',
  'jwksResolverExtraRootCA',
  'trustedZtunnelNamespace',
];
const GLOBAL_KEYS = ['istioNamespace', 'istiod', 'meshID', 'proxy_init', 'pilotCertProvider', 'remotePilotAddress'];
const GATEWAYS = ['istio-ingressgateway', 'istio-egressgateway'];

const SHARED = 'profile platform compatibilityVersion revision hub tag variant global';
const SHARED_KEYS = new Set(
  `${SHARED} pilot meshConfig gateways cni ztunnel istio_cni telemetry base defaultRevision experimental`.split(' '),
);
/** Top-level values of charts/istio-control/istio-discovery, and `pilot`, which it still takes. */
const ISTIOD_KEYS = new Set(
  `${SHARED} pilot meshConfig gateways base experimental cni telemetry autoscaleEnabled autoscaleMin autoscaleMax
  autoscaleBehavior replicaCount rollingMaxSurge rollingMaxUnavailable image traceSampling resources seccompProfile
  extraContainerArgs env envVarFrom taint affinity tolerations cpu memory volumeMounts volumes initContainers
  nodeSelector podAnnotations podLabels serviceAnnotations serviceAccountAnnotations sidecarInjectorWebhookAnnotations
  topologySpreadConstraints jwksResolverExtraRootCA keepaliveMaxServerConnectionAge deploymentLabels
  deploymentAnnotations configMap ipFamilyPolicy ipFamilies trustedZtunnelNamespace trustedZtunnelName
  sidecarInjectorWebhook istiodRemote revisionTags ownerName gatewayClasses pdb`.split(/\s+/),
);
/** Top-level values of charts/gateway. */
const GATEWAY_KEYS = new Set(
  `${SHARED} name replicaCount kind rbac serviceAccount podAnnotations securityContext containerSecurityContext service
  resources autoscaling env envVarFrom strategy minReadySeconds readinessProbe labels annotations nodeSelector
  tolerations topologySpreadConstraints affinity networkGateway networkGatewayPorts imagePullPolicy imagePullSecrets
  podDisruptionBudget dnsPolicy dnsConfig terminationGracePeriodSeconds volumes volumeMounts initContainers
  additionalContainers priorityClassName lifecycle`.split(/\s+/),
);
/** Top-level values of charts/ztunnel. */
const ZTUNNEL_KEYS = new Set(
  `${SHARED} image network resourceName labels annotations volumeMounts volumes tolerations podAnnotations podLabels
  resources resourceQuotas peerCaCrl imagePullSecrets env imagePullPolicy multiCluster meshConfig
  terminationGracePeriodSeconds caAddress xdsAddress istioNamespace logLevel logAsJson seLinuxOptions resourceScope
  updateStrategy dnsPolicy dnsConfig`.split(/\s+/),
);

/** The component whose settings a chart has at the top. */
const TOP_LEVEL: Partial<Record<Chart, ComponentName>> = {
  istiod: 'istiod',
  gateway: 'gateway',
  ztunnel: 'ztunnel',
  cni: 'cni',
};

/** What the values of a chart say about the components. */
export function componentsOf(values: Field, chart: Chart): Component[] {
  const shared: [ComponentName, Field][] = [
    ['istiod', values.child('pilot')],
    ['ztunnel', values.child('ztunnel')],
    ['cni', values.child('cni')],
    ['sidecar', values.get('global', 'proxy')],
    ['ingressGateway', values.get('gateways', 'istio-ingressgateway')],
    ['egressGateway', values.get('gateways', 'istio-egressgateway')],
  ];
  const found = shared.filter(([, field]) => field.isMap).map(([name, field]) => componentOf(name, field));
  const own = TOP_LEVEL[chart];
  return own === undefined ? found : [...found, componentOf(own, values)];
}

/** A component whose settings lie side by side, as in the values of charts. */
function componentOf(name: ComponentName, settings: Field): Component {
  return {
    name,
    instance: settings.child('name'),
    namespace: settings.child('namespace'),
    enabled: settings.child('enabled'),
    resources: settings.child('resources'),
    env: envMap(settings.child('env')),
  };
}
