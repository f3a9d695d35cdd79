// Fields that older Istio had. Sources: the reserved names of networking/v1alpha3/*.proto in istio.io/api, and the
// installation profiles of Istio 1.5 (operator/data/profiles/default.yaml) for IstioOperator.

const HEADERS = 'Use headers, which holds set, add and remove for requests and responses.';
const IN_ISTIOD = 'Delete it: istiod does this work, and components.pilot sets it up.';
const MIXER = 'Delete it: Mixer is gone, and Telemetry resources and AuthorizationPolicy do its work.';
const WORKLOAD_SELECTOR = 'Use workloadSelector.labels.';

/** What came after a field, by kind, the object that held it and its name. */
const REMOVED: Readonly<Record<string, string | undefined>> = {
  'VirtualService/http/websocketUpgrade': 'Delete it: WebSocket connections are upgraded without it.',
  'VirtualService/http/appendHeaders': HEADERS,
  'VirtualService/http/appendRequestHeaders': HEADERS,
  'VirtualService/http/appendResponseHeaders': HEADERS,
  'VirtualService/http/removeRequestHeaders': HEADERS,
  'VirtualService/http/removeResponseHeaders': HEADERS,
  'VirtualService/route/appendRequestHeaders': HEADERS,
  'VirtualService/route/appendResponseHeaders': HEADERS,
  'VirtualService/route/removeRequestHeaders': HEADERS,
  'VirtualService/route/removeResponseHeaders': HEADERS,
  'EnvoyFilter/spec/filters': 'Use configPatches.',
  'EnvoyFilter/spec/workloadLabels': WORKLOAD_SELECTOR,
  'IstioOperator/spec/addonComponents': 'Delete it: install Prometheus, Grafana, Kiali and tracing on their own.',
  'IstioOperator/components/citadel': IN_ISTIOD,
  'IstioOperator/components/galley': IN_ISTIOD,
  'IstioOperator/components/nodeAgent': IN_ISTIOD,
  'IstioOperator/components/sidecarInjector': IN_ISTIOD,
  'IstioOperator/components/policy': MIXER,
  'IstioOperator/components/telemetry': MIXER,
};

/** What to do about a field that was removed from a kind; undefined for any other. `owner` is the object it stands in. */
export function successorOf(kind: string, owner: string, name: string): string | undefined {
  const id = `${kind}/${owner}/${name}`;
  return Object.hasOwn(REMOVED, id) ? REMOVED[id] : undefined;
}
