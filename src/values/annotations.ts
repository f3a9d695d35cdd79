/** The kinds that Istio reads an annotation from; `Any` for all. Source: annotation/annotations.yaml of istio.io/api. */
export interface KnownAnnotation {
  name: string;
  kinds: readonly string[];
  /** The first Istio minor that has it, where not all supported ones do. */
  since?: string;
  deprecated?: { since: string; successor: string };
}

const POD =
  'ambient.istio.io/bypass-inbound-capture ambient.istio.io/dns-capture ambient.istio.io/redirection ' +
  'inject.istio.io/templates istio.io/reroute-virtual-interfaces istio.io/rev prometheus.istio.io/merge-metrics ' +
  'proxy.istio.io/config proxy.istio.io/overrides readiness.status.sidecar.istio.io/applicationPorts ' +
  'readiness.status.sidecar.istio.io/failureThreshold readiness.status.sidecar.istio.io/initialDelaySeconds ' +
  'readiness.status.sidecar.istio.io/periodSeconds sidecar.istio.io/agentLogLevel sidecar.istio.io/bootstrapOverride ' +
  'sidecar.istio.io/componentLogLevel sidecar.istio.io/discoveryAddress sidecar.istio.io/enableCoreDump ' +
  'sidecar.istio.io/extraStatTags sidecar.istio.io/inject sidecar.istio.io/interceptionMode sidecar.istio.io/logLevel ' +
  'sidecar.istio.io/nativeSidecar sidecar.istio.io/proxyCPU sidecar.istio.io/proxyCPULimit sidecar.istio.io/proxyImage ' +
  'sidecar.istio.io/proxyImageType sidecar.istio.io/proxyMemory sidecar.istio.io/proxyMemoryLimit ' +
  'sidecar.istio.io/rewriteAppHTTPProbers sidecar.istio.io/statsCompression sidecar.istio.io/statsEvictionInterval ' +
  'sidecar.istio.io/statsFlushInterval sidecar.istio.io/statsHistogramBins sidecar.istio.io/statsHistogramBuckets ' +
  'sidecar.istio.io/statsInclusionPrefixes sidecar.istio.io/statsInclusionRegexps sidecar.istio.io/statsInclusionSuffixes ' +
  'sidecar.istio.io/status sidecar.istio.io/userVolume sidecar.istio.io/userVolumeMount status.sidecar.istio.io/port ' +
  'traffic.sidecar.istio.io/excludeInboundPorts traffic.sidecar.istio.io/excludeInterfaces ' +
  'traffic.sidecar.istio.io/excludeOutboundIPRanges traffic.sidecar.istio.io/excludeOutboundPorts ' +
  'traffic.sidecar.istio.io/includeInboundPorts traffic.sidecar.istio.io/includeOutboundIPRanges ' +
  'traffic.sidecar.istio.io/includeOutboundPorts traffic.sidecar.istio.io/kubevirtInterfaces';

const OTHERS: Readonly<Record<string, string>> = {
  'alpha.istio.io/canonical-serviceaccounts': 'Service',
  'alpha.istio.io/kubernetes-serviceaccounts': 'Service',
  'ambient.istio.io/waypoint-inbound-binding': 'Gateway GatewayClass',
  'galley.istio.io/analyze-suppress': 'Any',
  'gateway.istio.io/controller-version': 'Any',
  'gateway.istio.io/name-override': 'Gateway',
  'gateway.istio.io/service-account': 'Gateway',
  'istio.io/autoRegistrationGroup': 'WorkloadEntry',
  'istio.io/connectedAt': 'WorkloadEntry',
  'istio.io/disconnectedAt': 'WorkloadEntry',
  'istio.io/dry-run': 'AuthorizationPolicy',
  'istio.io/use-waypoint-canary-weight': 'Namespace Service ServiceEntry',
  'istio.io/workloadController': 'WorkloadEntry',
  'kubernetes.io/ingress.class': 'Ingress',
  'networking.istio.io/exportTo': 'Service',
  'networking.istio.io/service-type': 'Gateway',
  'networking.istio.io/traffic-distribution': 'Namespace Service ServiceEntry',
  'topology.istio.io/controlPlaneClusters': 'Namespace',
  'traffic.istio.io/nodeSelector': 'Service',
};

const SINCE: Readonly<Record<string, string>> = {
  'ambient.istio.io/dns-capture': '1.25',
  'istio.io/reroute-virtual-interfaces': '1.25',
  'istio.io/use-waypoint-canary-weight': '1.31',
  'sidecar.istio.io/statsEvictionInterval': '1.28',
  'sidecar.istio.io/statsFlushInterval': '1.28',
  'sidecar.istio.io/statsHistogramBins': '1.28',
};

const STATS_MATCHER = 'Write proxyStatsMatcher in the annotation proxy.istio.io/config.';
const SERVICE_ACCOUNTS = 'Write subjectAltNames in a DestinationRule for clients that must check who serves.';

const DEPRECATED: Readonly<Record<string, { since: string; successor: string }>> = {
  'alpha.istio.io/canonical-serviceaccounts': { since: '1.24', successor: SERVICE_ACCOUNTS },
  'alpha.istio.io/kubernetes-serviceaccounts': { since: '1.24', successor: SERVICE_ACCOUNTS },
  'sidecar.istio.io/discoveryAddress': {
    since: '1.24',
    successor: 'Write discoveryAddress in the annotation proxy.istio.io/config.',
  },
  'sidecar.istio.io/extraStatTags': {
    since: '1.24',
    successor: 'Write extraStatTags in the annotation proxy.istio.io/config.',
  },
  'sidecar.istio.io/inject': { since: '1.24', successor: 'Write it as a label of the pods.' },
  'sidecar.istio.io/statsInclusionPrefixes': { since: '1.24', successor: STATS_MATCHER },
  'sidecar.istio.io/statsInclusionRegexps': { since: '1.24', successor: STATS_MATCHER },
  'sidecar.istio.io/statsInclusionSuffixes': { since: '1.24', successor: STATS_MATCHER },
  'traffic.sidecar.istio.io/kubevirtInterfaces': {
    since: '1.25',
    successor: 'Write istio.io/reroute-virtual-interfaces.',
  },
};

const KNOWN: ReadonlyMap<string, KnownAnnotation> = new Map(
  [...POD.split(' ').map((name) => [name, 'Pod']), ...Object.entries(OTHERS)].map(([name = '', kinds = '']) => {
    const [since, deprecated] = [SINCE[name], DEPRECATED[name]];
    const known = { name, kinds: kinds.split(' '), ...(since ? { since } : {}), ...(deprecated ? { deprecated } : {}) };
    return [name, known];
  }),
);

/** What Istio's API says of an annotation; undefined for one that no supported version has. */
export function knownAnnotation(name: string): KnownAnnotation | undefined {
  return KNOWN.get(name);
}

export function annotationNames(): Iterable<string> {
  return KNOWN.keys();
}

/** Is the annotation one that Istio claims by its domain? Its own class of Ingress is one too. */
export function isIstioAnnotation(name: string): boolean {
  const slash = name.indexOf('/');
  return (slash > 0 && name.slice(0, slash).endsWith('istio.io')) || name === 'kubernetes.io/ingress.class';
}

/**
 * Annotations that istiod, its controllers and istioctl write themselves, and those of other tools that borrow the domain.
 */
export function isWrittenByIstio(name: string): boolean {
  return (
    WRITTEN.has(name) ||
    name.startsWith('install.istio.io/') ||
    name.startsWith('internal.istio.io/') ||
    name.startsWith('meta.')
  );
}

const WRITTEN = new Set(['sidecar.istio.io/status', 'gateway.istio.io/controller-version', 'istio.io/rev']);

/** Labels of Istio that are sometimes written as annotations, where nobody reads them. Source: label/labels.yaml. */
export const LABELS_ONLY: ReadonlySet<string> = new Set([
  'istio.io/dataplane-mode',
  'istio.io/global',
  'istio.io/ingress-use-waypoint',
  'istio.io/tag',
  'istio.io/use-waypoint',
  'istio.io/use-waypoint-namespace',
  'istio.io/waypoint-for',
  'istio.io/use-waypoint-canary',
  'istio.io/use-waypoint-canary-namespace',
  'networking.istio.io/enable-autoallocate-ip',
  'networking.istio.io/gatewayPort',
  'networking.istio.io/tunnel',
  'security.istio.io/tlsMode',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'service.istio.io/workload-name',
  'topology.istio.io/cluster',
  'topology.istio.io/locality',
  'topology.istio.io/network',
  'topology.istio.io/subzone',
]);
