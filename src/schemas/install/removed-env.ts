// Environment variables of istiod. Source: what pilot, pkg and security register in the tag of each minor, the commits
// that took variables out, and the release notes.

export interface RemovedVariable {
  /** The first Istio minor that does not read it. */
  since: string;
  /** What to do about it, as a sentence. */
  successor: string;
}

const NOTHING = 'Delete it: what it switched on is always on.';
const DELETED = 'Delete it: nothing took its place.';

/** Variables that istiod no longer reads. */
export const REMOVED_VARIABLES: ReadonlyMap<string, RemovedVariable> = new Map(
  Object.entries({
    AUTO_RELOAD_PLUGIN_CERTS: { since: '1.19', successor: NOTHING },
    BYPASS_OVERLOAD_MANAGER_FOR_STATIC_LISTENERS: { since: '1.27', successor: NOTHING },
    CENTRAL_ISTIOD: { since: '1.9', successor: 'Set EXTERNAL_ISTIOD.' },
    ENABLE_AUTO_MTLS_CHECK_POLICIES: { since: '1.19', successor: NOTHING },
    ENABLE_AUTO_SNI: { since: '1.26', successor: NOTHING },
    ENABLE_DEFERRED_CLUSTER_CREATION: { since: '1.26', successor: NOTHING },
    ENABLE_DEFERRED_STATS_CREATION: { since: '1.27', successor: DELETED },
    ENABLE_DELIMITED_STATS_TAG_REGEX: { since: '1.26', successor: NOTHING },
    ENABLE_ENHANCED_RESOURCE_SCOPING: {
      since: '1.25',
      successor: 'Delete it: discoverySelectors hold for all resources now.',
    },
    ENABLE_EXTERNAL_NAME_ALIAS: { since: '1.24', successor: NOTHING },
    ENABLE_INBOUND_RETRY_POLICY: { since: '1.27', successor: NOTHING },
    ENABLE_LEGACY_FSGROUP_INJECTION: { since: '1.19', successor: 'Delete it: it was for Kubernetes 1.18 and older.' },
    ENABLE_LEGACY_LB_ALGORITHM_DEFAULT: { since: '1.19', successor: 'Set loadBalancer.simple in a DestinationRule.' },
    ENABLE_OPTIMIZED_CONFIG_REBUILD: { since: '1.23', successor: NOTHING },
    ENABLE_OTEL_BUILTIN_RESOURCE_LABELS: {
      since: '1.23',
      successor: 'Delete it: name the labels that you need in the labels of the extension provider.',
    },
    ENABLE_RESOLUTION_NONE_TARGET_PORT: { since: '1.25', successor: NOTHING },
    ENABLE_WASM_TELEMETRY: { since: '1.19', successor: 'Delete it: the proxy itself makes the metrics.' },
    EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY: {
      since: '1.27',
      successor: 'Delete it; name 503 in retries.retryOn of a VirtualService where it must be retried.',
    },
    ISTIO_DEFAULT_REQUEST_TIMEOUT: { since: '1.19', successor: 'Set timeout in the VirtualService or HTTPRoute.' },
    ISTIO_ENABLE_OPTIMIZED_SERVICE_PUSH: { since: '1.23', successor: NOTHING },
    ISTIO_GATEWAY_STRIP_HOST_PORT: { since: '1.18', successor: 'Delete it: hosts are matched without their port.' },
    ISTIO_METADATA_DISCOVERY: { since: '1.19', successor: DELETED },
    METRIC_GRACEFUL_DELETION_INTERVAL: {
      since: '1.28',
      successor: 'Set the annotation sidecar.istio.io/statsEvictionInterval on pods.',
    },
    METRIC_ROTATION_INTERVAL: {
      since: '1.28',
      successor: 'Set the annotation sidecar.istio.io/statsEvictionInterval on pods.',
    },
    NATIVE_METADATA_EXCHANGE: { since: '1.22', successor: NOTHING },
    PERSIST_OLDEST_FIRST_HEURISTIC_FOR_VIRTUAL_SERVICE_HOST_MATCHING: {
      since: '1.24',
      successor: 'Delete it: of several hosts that match, the most specific one wins.',
    },
    PILOT_DISTRIBUTION_HISTORY_RETENTION: { since: '1.23', successor: DELETED },
    PILOT_ENABLED_SERVICE_APIS: { since: '1.12', successor: 'Set PILOT_ENABLE_GATEWAY_API; it is on by default.' },
    PILOT_ENABLE_AMBIENT_CONTROLLERS: {
      since: '1.22',
      successor: 'Set PILOT_ENABLE_AMBIENT, or install with the profile ambient.',
    },
    PILOT_ENABLE_CONFIG_DISTRIBUTION_TRACKING: {
      since: '1.23',
      successor: 'Delete it: "istioctl experimental wait" was removed with it.',
    },
    PILOT_ENABLE_CRD_VALIDATION: { since: '1.10', successor: DELETED },
    PILOT_ENABLE_DESTINATION_RULE_INHERITANCE: {
      since: '1.20',
      successor: 'Write the settings in each DestinationRule.',
    },
    PILOT_ENABLE_FLOW_CONTROL: { since: '1.14', successor: NOTHING },
    PILOT_ENABLE_HBONE: { since: '1.22', successor: 'Set PILOT_ENABLE_AMBIENT, or install with the profile ambient.' },
    PILOT_ENABLE_HEADLESS_SERVICE_POD_LISTENERS: { since: '1.22', successor: NOTHING },
    PILOT_ENABLE_INBOUND_PASSTHROUGH: { since: '1.21', successor: 'Set inboundTrafficPolicy in the mesh config.' },
    PILOT_ENABLE_ISTIO_TAGS: { since: '1.19', successor: 'Set enableIstioTags in the tracing of a Telemetry.' },
    PILOT_ENABLE_LEGACY_AUTO_PASSTHROUGH: { since: '1.19', successor: DELETED },
    PILOT_ENABLE_LEGACY_ISTIO_MUTUAL_CREDENTIAL_NAME: {
      since: '1.19',
      successor: 'Set mode: SIMPLE on the servers of the Gateway that need it.',
    },
    PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_INBOUND: {
      since: '1.19',
      successor: 'Delete it: name the protocol with appProtocol where it must not be guessed.',
    },
    PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_OUTBOUND: {
      since: '1.19',
      successor: 'Delete it: name the protocol with appProtocol where it must not be guessed.',
    },
    PILOT_ENABLE_STATUS: { since: '1.24', successor: DELETED },
    PILOT_ENABLE_VIRTUAL_SERVICE_DELEGATE: { since: '1.14', successor: NOTHING },
    PILOT_FLOW_CONTROL_TIMEOUT: { since: '1.15', successor: DELETED },
    PILOT_INBOUND_PROTOCOL_DETECTION_TIMEOUT: {
      since: '1.19',
      successor: 'Set protocolDetectionTimeout in the mesh config.',
    },
    PILOT_LEGACY_INGRESS_BEHAVIOR: {
      since: '1.19',
      successor: 'Delete it: paths of an Ingress match as Kubernetes says.',
    },
    PILOT_PARTIAL_FULL_PUSHES: { since: '1.19', successor: NOTHING },
    PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY: {
      since: '1.31',
      successor: 'Delete it: gateways always begin a span of their own for the upstream request.',
    },
    PILOT_STATUS_BURST: { since: '1.27', successor: DELETED },
    PILOT_STATUS_QPS: { since: '1.27', successor: DELETED },
    PILOT_STATUS_UPDATE_INTERVAL: { since: '1.27', successor: DELETED },
    PILOT_USE_ENDPOINT_SLICE: { since: '1.19', successor: NOTHING },
    PILOT_XDS_SEND_TIMEOUT: { since: '1.22', successor: DELETED },
    PRIORITIZED_LEADER_ELECTION: { since: '1.19', successor: NOTHING },
    REWRITE_TCP_PROBES: { since: '1.19', successor: NOTHING },
    SIDECAR_IGNORE_PORT_IN_HOST_MATCH: { since: '1.19', successor: NOTHING },
    SPIFFE_BUNDLE_ENDPOINTS: {
      since: '1.19',
      successor: 'Use caCertificates with spiffeBundleUrl in the mesh config.',
    },
    STACKDRIVER_AUDIT_LOG: { since: '1.23', successor: DELETED },
    TELEMETRY_USE_NATIVE_STATS: { since: '1.17', successor: NOTHING },
    UNSAFE_PILOT_ENABLE_DELTA_TEST: { since: '1.31', successor: DELETED },
    VERIFY_CERTIFICATE_AT_CLIENT: {
      since: '1.24',
      successor:
        'Delete it; set insecureSkipVerify in the DestinationRule of a host whose certificate must not be verified.',
    },
    VERIFY_SDS_CERTIFICATE: { since: '1.22', successor: NOTHING },
  }),
);

/** The PILOT_ variables that some istiod since 1.24 reads, to recognise misspelt ones. */
export const PILOT_VARIABLES: ReadonlySet<string> = new Set(
  `
  AGENT_MERGE_ENVOY_STATS ALLOW_ANY_DYNAMIC_DNS_MAX_HOSTS ALLOW_SIDECAR_SERVICE_INBOUND_LISTENER_MERGE
  ANALYSIS_INTERVAL AUTO_ALLOW_WAYPOINT_POLICY AUTO_SEND_UNHEALTHY_ENDPOINTS CA_CERT_CONFIGMAP CERT_PROVIDER
  CONVERT_SIDECAR_SCOPE_CONCURRENCY CRL_CONFIGMAP DEBOUNCE_AFTER DEBOUNCE_MAX DISABLE_MX_ALPN
  DNS_CARES_UDP_MAX_QUERIES DNS_JITTER_DURATION DRAINING_LABEL ENABLE_ABSOLUTE_FQDN_VHOST_DOMAIN ENABLE_AGENTGATEWAY
  ENABLE_ALPHA_GATEWAY_API ENABLE_ALPN_FILTER ENABLE_AMBIENT ENABLE_AMBIENT_WAYPOINTS ENABLE_ANALYSIS ENABLE_CA_CRL
  ENABLE_CDS_CACHE ENABLE_CROSS_CLUSTER_WORKLOAD_ENTRY ENABLE_EDS_DEBOUNCE ENABLE_EDS_FOR_HEADLESS_SERVICES
  ENABLE_GATEWAY_API ENABLE_GATEWAY_API_COPY_LABELS_ANNOTATIONS ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER
  ENABLE_GATEWAY_API_GATEWAYCLASS_CONTROLLER ENABLE_GATEWAY_API_STATUS ENABLE_HEADLESS_FILTER_CHAIN_LISTENER
  ENABLE_IP_AUTOALLOCATE ENABLE_K8S_SELECT_WORKLOAD_ENTRIES ENABLE_METADATA_EXCHANGE ENABLE_MONGO_FILTER
  ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS ENABLE_MYSQL_FILTER ENABLE_NODE_UNTAINT_CONTROLLERS
  ENABLE_PERSISTENT_SESSION_FILTER ENABLE_QUIC_LISTENERS ENABLE_RDS_CACHE ENABLE_REDIS_FILTER
  ENABLE_REMOTE_CREDENTIALS_CONTROLLER ENABLE_ROUTE_COLLAPSE_OPTIMIZATION ENABLE_SENDING_HBONE
  ENABLE_SERVICEENTRY_SELECT_PODS ENABLE_SIDECAR_LISTENING_HBONE ENABLE_STRICT_GATEWAY_MERGING ENABLE_TELEMETRY_LABEL
  ENABLE_WORKLOAD_ENTRY_AUTOREGISTRATION ENABLE_WORKLOAD_ENTRY_HEALTHCHECKS ENABLE_XDS_CACHE ENABLE_XDS_IDENTITY_CHECK
  ENDPOINT_TELEMETRY_LABEL ENVOY_FILTER_STATS FILTER_GATEWAY_CLUSTER_CONFIG GATEWAY_API_CONTROLLER_NAME
  GATEWAY_API_DEFAULT_GATEWAYCLASS_NAME GATEWAY_TRANSPORT_SOCKET_CONNECT_TIMEOUT HBONE_INITIAL_CONNECTION_WINDOW_SIZE
  HBONE_INITIAL_STREAM_WINDOW_SIZE HTTP10 IGNORE_RESOURCES INCLUDE_RESOURCES INSECURE_MULTICLUSTER_KUBECONFIG_OPTIONS
  IP_AUTOALLOCATE_IPV4_PREFIX IP_AUTOALLOCATE_IPV6_PREFIX JWT_ENABLE_REMOTE_JWKS JWT_PUB_KEY_REFRESH_INTERVAL
  MAX_REQUESTS_PER_SECOND MULTICLUSTER_KUBECONFIG_PATH MULTI_NETWORK_DISCOVER_GATEWAY_API MX_ADDITIONAL_LABELS
  NODE_UNTAINT_CONTROLLERS_TAINT_NAME PERSISTENT_SESSION_HEADER_LABEL PERSISTENT_SESSION_LABEL PREFER_SENDING_HBONE
  PUSH_THROTTLE REMOTE_CLUSTER_TIMEOUT SCOPE_GATEWAY_TO_NAMESPACE SEND_UNHEALTHY_ENDPOINTS
  SIDECAR_PICK_BEST_SERVICE_NAMESPACE SIDECAR_USE_REMOTE_ADDRESS SKIP_VALIDATE_TRUST_DOMAIN STATUS_MAX_WORKERS
  TRACE_SAMPLING UNIFIED_SIDECAR_SCOPE WORKLOAD_ENTRY_GRACE_PERIOD XDS_CACHE_INDEX_CLEAR_INTERVAL XDS_CACHE_SIZE
  XDS_CACHE_STATS
`
    .trim()
    .split(/\s+/)
    .map((name) => `PILOT_${name}`),
);
