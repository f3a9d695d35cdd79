// What the charts request where nobody says otherwise. Source: manifests/charts/istio-control/istio-discovery/values.yaml.

/** `global.proxy.resources`, which values are merged with. */
export const SIDECAR_RESOURCES = {
  cpu: { request: '100m', limit: '2000m' },
  memory: { request: '128Mi', limit: '1024Mi' },
};
