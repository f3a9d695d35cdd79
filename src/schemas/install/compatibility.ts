// The compatibility versions of Istio 1.24 and newer, and what each of them keeps as it was. Of 1.32, which is in
// development, that for 1.31 is taken to come.
// Source: manifests/helm-profiles/compatibility-version-*.yaml of the last tag of each minor.

/** The oldest compatibility version that the charts of each minor have a profile for; the newest is the minor before. */
const OLDEST: ReadonlyMap<string, string> = new Map([
  ['1.24', '1.21'],
  ['1.25', '1.22'],
  ['1.26', '1.23'],
  ['1.27', '1.24'],
  ['1.28', '1.25'],
  ['1.29', '1.25'],
  ['1.30', '1.25'],
  ['1.31', '1.25'],
  ['1.32', '1.25'],
]);

/** A setting that the profiles of the compatibility versions `from` to `to` turn back, since `since` changed its default. */
interface Pin {
  setting: string;
  since: string;
  from: string;
  to: string;
  /** The first minor that no longer reads it. */
  gone?: string;
}

const PINS: readonly Pin[] = [
  ...pins(
    '1.22',
    '1.21',
    '1.21',
    'ENABLE_ENHANCED_RESOURCE_SCOPING ENABLE_RESOLUTION_NONE_TARGET_PORT ISTIO_DELTA_XDS',
  ),
  ...pins('1.22', '1.21', '1.21', 'tracing.zipkin.address'),
  ...pins('1.22', '1.22', '1.22', 'ENABLE_DEFERRED_CLUSTER_CREATION'),
  ...pins('1.23', '1.21', '1.22', 'ENABLE_DELIMITED_STATS_TAG_REGEX'),
  ...pins('1.24', '1.21', '1.23', 'ENABLE_INBOUND_RETRY_POLICY EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY'),
  ...pins('1.24', '1.21', '1.23', 'PREFER_DESTINATIONRULE_TLS_FOR_EXTERNAL_SERVICES'),
  ...pins('1.24', '1.21', '1.23', 'ENABLE_ENHANCED_DESTINATIONRULE_MERGE PILOT_UNIFIED_SIDECAR_SCOPE'),
  ...pins('1.24', '1.21', '1.23', 'ENABLE_DEFERRED_STATS_CREATION BYPASS_OVERLOAD_MANAGER_FOR_STATIC_LISTENERS'),
  ...pins('1.25', '1.24', '1.24', 'PILOT_ENABLE_IP_AUTOALLOCATE ambient.dnsCapture'),
  ...pins('1.25', '1.22', '1.24', 'ambient.reconcileIptablesOnStartup'),
  ...pins('1.26', '1.23', '1.25', 'ambient.shareHostNetworkNamespace'),
  ...pins('1.27', '1.24', '1.26', 'ENABLE_NATIVE_SIDECARS'),
  ...pins('1.28', '1.25', '1.27', 'DISABLE_SHADOW_HOST_SUFFIX'),
  ...pins('1.28', '1.25', '1.27', 'PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY', '1.31'),
  ...pins('1.29', '1.25', '1.28', 'DISABLE_TRACK_REMAINING_CB_METRICS cni.ambient.reconcileIptablesOnStartup'),
  ...pins('1.30', '1.25', '1.29', 'PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE'),
  ...pins('1.31', '1.25', '1.30', 'PILOT_ENABLE_STRICT_GATEWAY_MERGING PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS'),
];

function pins(since: string, from: string, to: string, settings: string, gone?: string): Pin[] {
  return settings.split(' ').map((setting) => ({ setting, since, from, to, ...(gone ? { gone } : {}) }));
}

/** The compatibility versions that the charts of a minor have profiles for; undefined where they are not known. */
export function compatibilityVersions(minor: string): string[] | undefined {
  const oldest = OLDEST.get(minor);
  if (oldest === undefined) return undefined;
  const [first, last] = [numberOf(oldest), numberOf(minor) - 1];
  return Array.from({ length: last - first + 1 }, (_, index) => `1.${first + index}`);
}

/** The settings in which a minor behaves as an older one where it is asked to. */
export function pinnedSettings(minor: string, compatibility: string): string[] {
  const [target, wanted] = [numberOf(minor), numberOf(compatibility)];
  return PINS.filter(
    ({ since, from, to, gone }) =>
      numberOf(from) <= wanted &&
      wanted <= numberOf(to) &&
      numberOf(since) <= target &&
      (gone === undefined || target < numberOf(gone)),
  ).map(({ setting }) => setting);
}

function numberOf(minor: string): number {
  return Number(minor.slice(minor.indexOf('.') + 1));
}
