import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { meshConfigsOf } from '../../mesh/embedded-config.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { entryPorts, resolutionOf } from '../../mesh/service-entry.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** TCP carries no host, so without an address of its own a TCP port takes what goes to that port anywhere. */
export default defineRule({
  summary: 'A ServiceEntry with TCP ports has addresses, its own or those that Istio gives it',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    'istio-validate': ['warning', { exceptPorts: [] }],
    'istioctl-parity': ['warning', { exceptPorts: [], autoAllocate: 'off' }],
  },
  codes: ['IST0133', 'IST0134'],
  options: {
    autoAllocate: {
      type: 'string',
      enum: ['auto', 'on', 'off'],
      default: 'auto',
      description:
        'Whether istiod gives hosts without addresses one of their own: as Istio does by default (from 1.25 on), always or never.',
    },
    exceptPorts: {
      type: 'array',
      items: { type: 'integer' },
      default: [80, 443],
      description: 'Ports that are not reported here, because service-entry/tcp-443-capture does.',
    },
  },
  messages: {
    'no-addresses': {
      text: 'Without addresses, {{ports}} of this entry stands for every host, so TCP traffic to others is taken for it: {{reason}}.',
      help: 'List the addresses, or write a protocol that names the host (HTTP, TLS){{allocate}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0134/',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
  ],
  kinds: ['networking.istio.io/ServiceEntry'],
  check(resource, context) {
    const { autoAllocate, exceptPorts } = context.options;
    const addresses = resource.spec.child('addresses');
    if (resource.isPatch || (addresses.isList && addresses.size > 0) || addresses.isUnknown) return;
    const [first, ...others] = entryPorts(resource).filter(
      (port) => isTcpPort(port) && !exceptPorts.includes(port.child('number').number ?? 0),
    );
    if (first === undefined) return;
    const isDefault =
      autoAllocate === 'auto' ? compareVersions(context.istioVersion, '1.25') >= 0 : autoAllocate === 'on';
    const isByProxies = proxiesAllocate(context.mesh);
    const reason = whyNoAddress(resource, isDefault || isByProxies);
    if (reason === undefined) return;
    const numbers = [first, ...others].map((port) => port.child('number').number ?? '');
    const ports = numbers.length > 1 ? `each of the ports ${numbers.join(', ')}` : `port ${numbers[0]}`;
    const protocol = first.child('protocol');
    const allocate = reason === NONE ? ', or resolution: DNS or STATIC' : '';
    // Admission asks whether istiod gives addresses, and takes protocols to the letter; the analyzer asks neither.
    const isAdmissions = whyNoAddress(resource, true) !== undefined && ['', 'TCP'].includes(protocol.string ?? '');
    const isAnalyzers = !isByProxies && !hasGivenAddresses(resource);
    const codes = [...(isAdmissions ? ['IST0133'] : []), ...(isAnalyzers ? ['IST0134'] : [])];
    const data = { ports, reason, allocate };
    context.report(protocol.isSet ? protocol : first.child('number'), 'no-addresses', data, { codes });
  },
});

const NONE = 'with resolution NONE no host gets an address from Istio';

/** Why istiod gives the hosts no address, if it does not. Source: istio/istio ShouldV2AutoAllocateIP. */
function whyNoAddress(entry: Resource, isOn: boolean): string | undefined {
  const [resolution, label] = [resolutionOf(entry), entry.labels.child(AUTO_ALLOCATE)];
  if (resolution === undefined || label.isUnknown) return undefined;
  if (resolution === 'NONE') return NONE;
  if (hasGivenAddresses(entry)) return undefined;
  if (!isOn) return 'Istio gives hosts no addresses here';
  return label.string?.toLowerCase() === 'false' ? `the label ${AUTO_ALLOCATE} is false` : undefined;
}

/** A manifest from a cluster shows those that istiod gave. */
function hasGivenAddresses(entry: Resource): boolean {
  return entry.get('status', 'addresses').items().length > 0;
}

/** Before istiod gave addresses, proxies that answer DNS did, if the mesh config says so. */
function proxiesAllocate(mesh: Mesh): boolean {
  return meshConfigsOf(mesh).some(({ field }) => {
    const metadata = field.get('defaultConfig', 'proxyMetadata');
    const isOn = (name: string) => metadata.child(name).string === 'true';
    return (
      isOn('ISTIO_META_DNS_CAPTURE') && (isOn('ISTIO_META_DNS_AUTO_ALLOCATE') || isOn('PILOT_ENABLE_IP_AUTOALLOCATE'))
    );
  });
}

const AUTO_ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

function isTcpPort(port: Field): boolean {
  const protocol = port.child('protocol');
  return port.isMap && (protocol.isSet ? ['', 'TCP'].includes(protocol.string?.toUpperCase() ?? '?') : true);
}
