/** The kinds of policies that targetRefs attach to Gateways and Services; EnvoyFilter, which is no policy, comes beside them. */
export const ATTACHED_POLICIES: readonly string[] = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/RequestAuthentication',
  'telemetry.istio.io/Telemetry',
  'extensions.istio.io/WasmPlugin',
  'extensions.istio.io/TrafficExtension',
];
