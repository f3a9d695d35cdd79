import type { Field } from '../../yaml/field.ts';
import { type Component, type ComponentName, envMap, nowhere } from './install.ts';

/** The charts of Istio; the first four share one shape of values, the others have their component's settings at the top. */
export type Chart = 'base' | 'istiod' | 'istio' | 'istio-control' | 'gateway' | 'ztunnel' | 'cni';

/** Keys of the istiod chart (and of the umbrella chart before it) that no other well-known chart has in this shape. */
export function isIstioValues(values: Field): boolean {
  if (!values.isMap || isChartSource(values)) return false;
  const pilot = values.child('pilot');
  const global = values.child('global');
  return (
    pilot.keys().some((key) => PILOT_KEYS.has(key)) ||
    MESH_KEYS.some((key) => values.child('meshConfig').child(key).exists) ||
    global.child('istioNamespace').exists ||
    global.child('proxy_init').exists ||
    (global.child('proxy').isMap &&
      (global.child('proxy').child('autoInject').exists ||
        global.child('meshID').exists ||
        pilot.exists ||
        values.child('gateways').isMap)) ||
    values.child('sidecarInjectorWebhook').isMap ||
    values.child('istio_cni').isMap
  );
}

const PILOT_KEYS = new Set([
  'autoscaleEnabled',
  'autoscaleMin',
  'traceSampling',
  'env',
  'resources',
  'cni',
  'replicaCount',
  'image',
  'podAnnotations',
]);
const MESH_KEYS = [
  'accessLogFile',
  'enableAutoMtls',
  'defaultConfig',
  'outboundTrafficPolicy',
  'trustDomain',
  'extensionProviders',
  'rootNamespace',
  'enableTracing',
  'accessLogEncoding',
];

/** Istio's own charts wrap their values so; they are defaults, not what a user says. */
function isChartSource(values: Field): boolean {
  return (
    values.child('_internal_defaults_do_not_set').exists ||
    values.child('defaults').child('global').child('istioNamespace').exists
  );
}

/** What values say about the components. `chart` where the values go to one chart alone. */
export function componentsOf(values: Field, chart: Chart | undefined): Component[] {
  const found: Component[] = [
    component('istiod', values.child('pilot')),
    component('ztunnel', values.child('ztunnel')),
    component('cni', values.child('cni')),
    { ...component('sidecar', values.get('global', 'proxy')), enabled: nowhere(values) },
    component('ingressGateway', values.get('gateways', 'istio-ingressgateway')),
    component('egressGateway', values.get('gateways', 'istio-egressgateway')),
  ];
  const own = chart === undefined ? undefined : TOP_LEVEL[chart];
  return own === undefined ? found : [...found, component(own, values)];
}

const TOP_LEVEL: Partial<Record<Chart, ComponentName>> = {
  istiod: 'istiod',
  gateway: 'gateway',
  ztunnel: 'ztunnel',
  cni: 'cni',
};

function component(name: ComponentName, settings: Field): Component {
  return {
    name,
    enabled: settings.child('enabled'),
    resources: settings.child('resources'),
    env: envMap(settings.child('env')),
  };
}
