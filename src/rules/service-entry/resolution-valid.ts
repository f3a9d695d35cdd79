import { type Context, defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import {
  entryHosts,
  looksUpNames,
  portNames,
  portProtocol,
  type Resolution,
  resolutionOf,
} from '../../mesh/service-entry.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { ENDPOINT_MESSAGES, endpointProblems } from '../../mesh/settings/workload-entry.ts';
import { fqdnProblem, wildcardHostProblem } from '../../values/dns.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  'none-with-selector': {
    text: 'The selector has no effect: with resolution NONE{{default}} traffic goes to the address that the client asked for.',
    help: 'Write resolution: STATIC for the selected workloads, or delete workloadSelector.',
  },
  ...ENDPOINT_MESSAGES,
  'dns-host': {
    text: 'Without endpoints, resolution {{resolution}} looks up the hosts, and "{{host}}" {{problem}}, so Istio rejects it.',
    help: 'Write full host names or endpoints; for a wildcard, resolution: NONE or DYNAMIC_DNS.',
  },
  'dynamic-host': {
    text: 'The host "{{host}}" has no wildcard, and resolution DYNAMIC_DNS is for wildcards, so Istio rejects it.',
    help: 'Write resolution: DNS for a host that is known, or a wildcard such as *.example.com.',
  },
  'dynamic-addresses': {
    text: 'addresses is set, but with resolution DYNAMIC_DNS the host of each request decides, so Istio rejects it.',
    help: 'Delete addresses.',
  },
  'dynamic-endpoints': {
    text: 'endpoints is set, but with resolution DYNAMIC_DNS the host of each request is looked up, so Istio rejects it.',
    help: 'Delete endpoints, or write resolution: DNS.',
  },
  'dynamic-protocol': {
    text: 'Resolution DYNAMIC_DNS takes the host from HTTP or TLS, and the port has {{protocol}}, so Istio rejects it.',
    help: 'Write protocol: HTTP, HTTP2, GRPC or TLS.',
  },
  'dynamic-waypoint': {
    text: 'A waypoint does not serve MESH_INTERNAL hosts with resolution DYNAMIC_DNS, so Istio rejects it.',
    help: 'Write location: MESH_EXTERNAL, or take the ServiceEntry off the waypoint with istio.io/use-waypoint: none.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** The resolution says how Envoy comes to addresses; hosts, endpoints and ports have to give it what it needs. */
export default defineRule({
  summary: 'The hosts, endpoints and ports of a ServiceEntry fit its resolution',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution',
    'https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/',
  ],
  kinds: ['networking.istio.io/ServiceEntry'],
  check(resource, context) {
    const resolution = resolutionOf(resource);
    if (resolution === undefined) return;
    if (resolution === 'NONE') checkNone(resource, context);
    else if (resolution === 'DYNAMIC_DNS') checkDynamic(resource, context);
    else checkEndpoints(resource, resolution, context);
  },
});

function checkNone(resource: Resource, context: Here): void {
  const selector = resource.spec.child('workloadSelector');
  if (!selector.isMap || resource.spec.child('endpoints').exists) return;
  const data = { default: resource.spec.has('resolution') ? '' : ' (the default)' };
  context.report(selector, 'none-with-selector', data, { at: 'key', level: 'warning', codes: ['IST0133'] });
}

function checkEndpoints(resource: Resource, resolution: Resolution, context: Here): void {
  const endpoints = resource.spec.child('endpoints');
  const list = endpoints.items();
  const ports = list.length > 0 ? portNames(resource) : undefined;
  for (const endpoint of list) {
    for (const { field, id, data, at } of endpointProblems(endpoint, resolution, ports))
      context.report(field, id, data, { at });
  }
  if (!looksUpNames(resolution) || entryHosts(resource).arePlain) return;
  const isAbsent = !resource.isPatch && !endpoints.exists && !isMisspelt(endpoints);
  if (isAbsent || (endpoints.isList && list.length === 0)) checkHosts(resource, resolution, context);
}

/** Hosts that are none at all are for service-entry/hosts-valid and core/cel to say. */
function checkHosts(resource: Resource, resolution: Resolution, context: Here): void {
  // Where there is no wildcard, a name of digits alone is all that one of the checks takes, and the other does not.
  const isDoubtful = (host: string) => host !== '*' && /\*|^[-+0-9]+$/.test(host);
  for (const field of resource.spec.child('hosts').items()) {
    const host = field.string;
    if (host === undefined || !isDoubtful(host)) continue;
    const problem = host.includes('*') ? 'is a wildcard' : fqdnProblem(host);
    if (!problem || wildcardHostProblem(host)) continue;
    context.report(field, 'dns-host', { host, problem, resolution });
    return;
  }
}

function checkDynamic(resource: Resource, context: Here): void {
  // core/schema says so of an Istio that does not have it yet.
  if (compareVersions(context.istioVersion, '1.28') < 0) return;
  const { spec } = resource;
  for (const field of spec.child('hosts').items()) {
    const host = field.string;
    if (host !== undefined && !host.startsWith('*') && !wildcardHostProblem(host))
      context.report(field, 'dynamic-host', { host });
  }
  const [addresses, endpoints] = [spec.child('addresses'), spec.child('endpoints')];
  const ranges = addresses.items().some(({ string }) => string?.includes('/'));
  // Of a range, core/cel says that it does not fit.
  if (addresses.items().length > 0 && !ranges) context.report(addresses, 'dynamic-addresses', {}, { at: 'key' });
  if (endpoints.items().length > 0) context.report(endpoints, 'dynamic-endpoints', {}, { at: 'key' });
  for (const port of spec.child('ports').items()) {
    const [field, protocol] = [port.child('protocol'), portProtocol(port)];
    if (protocol === undefined || ['HTTP', 'HTTP2', 'GRPC', 'TLS'].includes(protocol)) continue;
    context.report(field, 'dynamic-protocol', { protocol: field.string ? `protocol ${field.string}` : 'no protocol' });
  }
  if (spec.textOf('location') === 'MESH_INTERNAL' && hasWaypoint(resource))
    context.report(spec.child('location'), 'dynamic-waypoint');
}

function hasWaypoint({ labels }: Resource): boolean {
  const waypoint = labels.textOf('istio.io/use-waypoint');
  return Boolean(waypoint) && waypoint?.toLowerCase() !== 'none';
}
