import { codesOf } from '../src/engine/rule.ts';
import type { NamedRule } from './rule-docs.ts';

interface IstCode {
  name: string;
  /**
   * What `istioctl analyze --use-kube=false` makes of it: it drops Namespaces, Pods, Services, Nodes and Secrets from files and
   * skips every analyzer that needs one.
   */
  offline: 'says it' | 'says a part' | 'never says it';
  /** Where mesh-lint differs, or why it says nothing. */
  note?: string;
}

/** Source: messages.yaml of istio/istio; the third column was measured with the cases of its analyzers. */
const CODES: Readonly<Record<string, IstCode>> = {
  IST0001: { name: 'InternalError', offline: 'says it', note: 'An error of istioctl itself.' },
  IST0002: { name: 'Deprecated', offline: 'says it' },
  IST0101: {
    name: 'ReferencedResourceNotFound',
    offline: 'says a part',
    note: 'A destination without a host, and a Gateway without servers, are one finding each, by the rule about what is missing there. A gateway that is not there is one finding, which answers to IST0132 too.',
  },
  IST0102: {
    name: 'NamespaceNotInjected',
    offline: 'never says it',
    note: '`recommended` asks for a sign that the namespace is meant for the mesh; istioctl reports every namespace.',
  },
  IST0103: {
    name: 'PodMissingProxy',
    offline: 'never says it',
    note: 'Also foreseen from labels, for pods that are yet to be made.',
  },
  IST0106: {
    name: 'SchemaValidationError',
    offline: 'says it',
    note: 'One finding a cause: a certificate and a key that are both missing are one.',
  },
  IST0107: { name: 'MisplacedAnnotation', offline: 'never says it' },
  IST0108: { name: 'UnknownAnnotation', offline: 'never says it' },
  IST0109: {
    name: 'ConflictingMeshGatewayVirtualServiceHosts',
    offline: 'says it',
    note: '`recommended` looks at what is applied together, and leaves wildcards alone, of which sidecars take the narrower.',
  },
  IST0110: { name: 'ConflictingSidecarWorkloadSelectors', offline: 'never says it' },
  IST0111: { name: 'MultipleSidecarsWithoutWorkloadSelectors', offline: 'never says it' },
  IST0112: { name: 'VirtualServiceDestinationPortSelectorRequired', offline: 'never says it' },
  IST0116: {
    name: 'DeploymentAssociatedToMultipleServices',
    offline: 'never says it',
    note: 'Besides TCP and UDP, two application protocols for one port of the pods.',
  },
  IST0118: { name: 'PortNameIsNotUnderNamingConvention', offline: 'never says it' },
  IST0123: { name: 'NamespaceMultipleInjectionLabels', offline: 'never says it' },
  IST0125: { name: 'InvalidAnnotation', offline: 'never says it' },
  IST0126: { name: 'UnknownMeshNetworksServiceRegistry', offline: 'never says it' },
  IST0127: {
    name: 'NoMatchingWorkloadsFound',
    offline: 'never says it',
    note: 'Deployments and all else that makes pods count; istioctl knows Pods alone.',
  },
  IST0128: { name: 'NoServerCertificateVerificationDestinationLevel', offline: 'says it' },
  IST0129: { name: 'NoServerCertificateVerificationPortLevel', offline: 'says it' },
  IST0130: { name: 'VirtualServiceUnreachableRule', offline: 'says it' },
  IST0131: {
    name: 'VirtualServiceIneffectiveMatch',
    offline: 'says it',
    note: 'istioctl compares methods, authorities and headers the wrong way round, and takes a missing method for GET; mesh-lint asks whether the earlier condition takes all that the later one would.',
  },
  IST0132: {
    name: 'VirtualServiceHostNotFoundInGateway',
    offline: 'says it',
    note: '`recommended` reports each host that no gateway takes.',
  },
  IST0133: {
    name: 'SchemaWarning',
    offline: 'says it',
    note: 'Of an EnvoyFilter that has several unknown fields Istio names one that it comes upon; mesh-lint names all.',
  },
  IST0134: { name: 'ServiceEntryAddressesRequired', offline: 'says it' },
  IST0135: { name: 'DeprecatedAnnotation', offline: 'never says it' },
  IST0136: { name: 'AlphaAnnotation', offline: 'never says it', note: 'Off in a normal run of istioctl.' },
  IST0137: { name: 'DeploymentConflictingPorts', offline: 'never says it' },
  IST0138: {
    name: 'GatewayDuplicateCertificate',
    offline: 'says it',
    note: '`recommended` reports it where the hosts differ.',
  },
  IST0139: { name: 'InvalidWebhook', offline: 'never says it' },
  IST0140: {
    name: 'IngressRouteRulesNotAffected',
    offline: 'never says it',
    note: 'Not for the two hops of egress gateways, which istioctl takes for the same.',
  },
  IST0141: { name: 'InsufficientPermissions', offline: 'never says it', note: 'About rights in a running cluster.' },
  IST0142: {
    name: 'UnsupportedKubernetesVersion',
    offline: 'never says it',
    note: 'istioctl asks the server; mesh-lint looks at manifests that name a version.',
  },
  IST0143: {
    name: 'LocalhostListener',
    offline: 'never says it',
    note: 'istioctl looks into running pods; mesh-lint at what containers are told to listen on.',
  },
  IST0144: { name: 'InvalidApplicationUID', offline: 'never says it' },
  IST0145: {
    name: 'ConflictingGateways',
    offline: 'never says it',
    note: '`recommended` reports servers of which Istio leaves one out; plain HTTP servers are merged.',
  },
  IST0146: {
    name: 'ImageAutoWithoutInjectionWarning',
    offline: 'never says it',
    note: 'Where no file has the webhooks, they are taken to be those of the chart.',
  },
  IST0147: { name: 'ImageAutoWithoutInjectionError', offline: 'never says it' },
  IST0148: { name: 'NamespaceInjectionEnabledByDefault', offline: 'never says it' },
  IST0149: { name: 'JwtClaimBasedRoutingWithoutRequestAuthN', offline: 'never says it' },
  IST0150: { name: 'ExternalNameServiceTypeInvalidPortName', offline: 'never says it' },
  IST0151: { name: 'EnvoyFilterUsesRelativeOperation', offline: 'says it' },
  IST0152: { name: 'EnvoyFilterUsesReplaceOperationIncorrectly', offline: 'says it' },
  IST0153: { name: 'EnvoyFilterUsesAddOperationIncorrectly', offline: 'says it' },
  IST0154: { name: 'EnvoyFilterUsesRemoveOperationIncorrectly', offline: 'says it' },
  IST0155: { name: 'EnvoyFilterUsesRelativeOperationWithProxyVersion', offline: 'says it' },
  IST0156: {
    name: 'UnsupportedGatewayAPIVersion',
    offline: 'never says it',
    note: '`istioctl precheck` says it of a cluster; mesh-lint of CRDs among the files.',
  },
  IST0157: { name: 'InvalidTelemetryProvider', offline: 'says it' },
  IST0158: {
    name: 'PodsIstioProxyImageMismatchInNamespace',
    offline: 'never says it',
    note: 'Where the injector is in the files, by its ConfigMap.',
  },
  IST0159: { name: 'ConflictingTelemetryWorkloadSelectors', offline: 'never says it' },
  IST0160: { name: 'MultipleTelemetriesWithoutWorkloadSelectors', offline: 'says it' },
  IST0161: {
    name: 'InvalidGatewayCredential',
    offline: 'never says it',
    note: 'Besides the certificate, its key and the hosts that it is for.',
  },
  IST0162: { name: 'GatewayPortNotDefinedOnService', offline: 'never says it' },
  IST0163: {
    name: 'InvalidExternalControlPlaneConfig',
    offline: 'says it',
    note: 'Names are not looked up in DNS.',
  },
  IST0164: { name: 'ExternalControlPlaneAddressIsNotAHostname', offline: 'says it' },
  IST0165: { name: 'ReferencedInternalGateway', offline: 'says it' },
  IST0166: { name: 'IneffectiveSelector', offline: 'never says it' },
  IST0167: { name: 'IneffectivePolicy', offline: 'never says it' },
  IST0168: {
    name: 'UnknownUpgradeCompatibility',
    offline: 'never says it',
    note: 'istioctl compares with a running control plane; mesh-lint looks at the compatibilityVersion that is written.',
  },
  IST0169: {
    name: 'UpdateIncompatibility',
    offline: 'never says it',
    note: 'As IST0168.',
  },
  IST0170: {
    name: 'MultiClusterInconsistentService',
    offline: 'never says it',
    note: 'Which folders are clusters is an option of the rule.',
  },
  IST0171: {
    name: 'NegativeConditionStatus',
    offline: 'never says it',
    note: 'Where a manifest from a cluster carries its status.',
  },
  IST0172: {
    name: 'FutureUnsupportedGatewayAPIVersion',
    offline: 'never says it',
    note: '`istioctl precheck` says it of a cluster; mesh-lint of CRDs among the files.',
  },
  IST0173: {
    name: 'DestinationRuleSubsetNotSelectPods',
    offline: 'never says it',
    note: 'Deployments and all else that makes pods count; istioctl knows Pods alone.',
  },
  IST0174: { name: 'UnknownDestinationRuleHost', offline: 'never says it' },
  IST0175: { name: 'JwksUriFetchUnrestricted', offline: 'says it' },
  IST0176: { name: 'GatewayAPICRDVersionBelowMinimum', offline: 'says it' },
  IST0177: { name: 'ConflictingServiceEntryProtocol', offline: 'says it' },
};

/** Every code with the rules that answer to it, as a Markdown table; `prefix` leads to the rules' pages. */
export function codeTable(rules: readonly NamedRule[], prefix: string): string {
  const rows = Object.entries(CODES).map(([code, { name, offline, note }]) => {
    const own = rules.filter(({ rule }) => codesOf(rule).includes(code)).map(({ id }) => `[${id}](${prefix}${id}.md)`);
    const shown = own.slice(0, SHOWN);
    if (own.length > SHOWN) shown.push(`${own.length - SHOWN} more`);
    return `| ${code} ${name} | ${offline} | ${shown.join(', ') || '—'} | ${note ?? ''} |`;
  });
  return `| code | istioctl on files | rules | where they differ |\n|---|---|---|---|\n${rows.join('\n')}`;
}

/** Half of the rules answer to IST0106. */
const SHOWN = 6;
