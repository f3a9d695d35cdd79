/** Names by prefix. Source: annotation/annotations.yaml of istio.io/api 1.24 to 1.32, featureStatus. */
const BY_PREFIX: Readonly<Record<string, string>> = {
  'alpha.istio.io': 'canonical-serviceaccounts kubernetes-serviceaccounts',
  'ambient.istio.io': 'bypass-inbound-capture dns-capture waypoint-inbound-binding',
  'galley.istio.io': 'analyze-suppress',
  'gateway.istio.io': 'name-override service-account',
  'inject.istio.io': 'templates',
  'istio.io':
    'autoRegistrationGroup connectedAt disconnectedAt dry-run reroute-virtual-interfaces use-waypoint-canary-weight workloadController',
  'networking.istio.io': 'exportTo service-type traffic-distribution',
  'prometheus.istio.io': 'merge-metrics',
  'proxy.istio.io': 'overrides',
  'readiness.status.sidecar.istio.io': 'applicationPorts failureThreshold initialDelaySeconds periodSeconds',
  'sidecar.istio.io':
    'agentLogLevel bootstrapOverride componentLogLevel discoveryAddress enableCoreDump extraStatTags interceptionMode logLevel nativeSidecar proxyCPU proxyCPULimit proxyImage proxyImageType proxyMemory proxyMemoryLimit rewriteAppHTTPProbers statsCompression statsEvictionInterval statsFlushInterval statsHistogramBins statsHistogramBuckets statsInclusionPrefixes statsInclusionRegexps statsInclusionSuffixes userVolume userVolumeMount',
  'status.sidecar.istio.io': 'port',
  'topology.istio.io': 'controlPlaneClusters',
  'traffic.sidecar.istio.io':
    'excludeInboundPorts excludeInterfaces excludeOutboundIPRanges excludeOutboundPorts includeInboundPorts includeOutboundIPRanges includeOutboundPorts kubevirtInterfaces',
};

const NAMES: ReadonlySet<string> = new Set(
  Object.entries(BY_PREFIX).flatMap(([prefix, names]) => names.split(' ').map((name) => `${prefix}/${name}`)),
);

/**
 * Does Istio count the annotation among its alpha features? Not those that istiod and its controllers write themselves on
 * every object: sidecar.istio.io/status, gateway.istio.io/controller-version, istio.io/rev.
 */
export function isAlphaAnnotation(name: string): boolean {
  return NAMES.has(name);
}

const BY_INJECTION: ReadonlySet<string> = new Set([
  'sidecar.istio.io/interceptionMode',
  'traffic.sidecar.istio.io/excludeInboundPorts',
  'traffic.sidecar.istio.io/includeInboundPorts',
  'traffic.sidecar.istio.io/includeOutboundIPRanges',
]);

/** Does the injector write the alpha annotation on pods, where Istio's CNI plugin sets up their traffic? */
export function isWrittenByInjection(name: string): boolean {
  return BY_INJECTION.has(name);
}
