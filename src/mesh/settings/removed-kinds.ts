const MIXER = 'Mixer is gone: use Telemetry, AuthorizationPolicy or WasmPlugin.';
const RBAC = 'Use AuthorizationPolicy of security.istio.io.';

/** Groups that Istio serves no more. */
const GROUPS: Readonly<Record<string, string | undefined>> = {
  'config.istio.io': MIXER,
  'rbac.istio.io': RBAC,
  'authentication.istio.io': 'Use PeerAuthentication and RequestAuthentication of security.istio.io.',
  'networking.x-k8s.io': 'Use the same kind of gateway.networking.k8s.io/v1.',
};

/** Kinds of config.istio.io that were no part of Mixer. */
const KINDS: Readonly<Record<string, string | undefined>> = {
  RouteRule: 'Use VirtualService of networking.istio.io.',
  DestinationPolicy: 'Use DestinationRule of networking.istio.io.',
  EgressRule: 'Use ServiceEntry of networking.istio.io.',
  ServiceRole: RBAC,
  ServiceRoleBinding: RBAC,
};

/**
 * What to use in place of a kind that Istio has removed, as a sentence; undefined for any other kind. Source: the upgrade
 * notes of Istio 1.6 and 1.8.
 */
export function successorOfKind(group: string, kind: string): string | undefined {
  if (!Object.hasOwn(GROUPS, group)) return undefined;
  return (Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined) ?? GROUPS[group];
}
