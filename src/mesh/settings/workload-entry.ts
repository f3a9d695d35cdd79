import { dnsLabelProblem, fqdnProblem } from '../../values/dns.ts';
import { isIp } from '../../values/ip.ts';
import { UNIX_PREFIX } from '../../values/unix-socket.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';
import type { Resolution } from '../service-entry.ts';
import { type LabelProblem, labelsProblems } from './labels.ts';

export interface WorkloadEntryProblem {
  field: Field;
  id: 'address-missing' | 'address' | 'network-without-address' | LabelProblem['id'];
  data: Record<string, string>;
  at: 'key' | 'value';
}

/**
 * What Istio refuses in a WorkloadEntry, or in an endpoint of a ServiceEntry, whatever it is used for; it only warns about
 * `network-without-address`. Neither address nor network written at all is the CRD's to say. Source: istio/istio
 * ValidateWorkloadEntry.
 */
export function* workloadEntryProblems(entry: Field): Generator<WorkloadEntryProblem> {
  const [address, network] = [entry.child('address'), entry.child('network')];
  if (isEmpty(address) && isEmpty(network)) {
    if (address.isSet || network.isSet)
      yield { field: address.isSet ? address : network, id: 'address-missing', data: {}, at: 'value' };
  } else if (isEmpty(address)) {
    if (network.string !== undefined)
      yield { field: network, id: 'network-without-address', data: { network: network.string }, at: 'value' };
  } else if (address.string !== undefined) {
    const problem = addressProblem(address.string);
    if (problem) yield { field: address, id: 'address', data: { address: address.string, problem }, at: 'value' };
  }
  yield* labelsProblems(entry.child('labels'));
}

/** The longest text that the CRD lets pass; core/schema reports longer ones. */
const MOST_CHARACTERS = 256;

function addressProblem(address: string): string | undefined {
  return isSocket(address) || isIp(address) || address.length > MOST_CHARACTERS ? undefined : fqdnProblem(address);
}

/** What each problem of an endpoint is called to a person. */
export const ENDPOINT_MESSAGES = {
  'static-name': {
    text: 'The address "{{address}}" is a name, and resolution STATIC takes IP addresses, so Istio rejects it.',
    help: 'Write resolution: DNS to have the name looked up, or the IP address.',
  },
  'static-socket-ports': {
    text: 'The socket "{{address}}" stands for one port, and the ServiceEntry has {{count}}, so Istio rejects it.',
    help: 'Keep exactly one port, and write a ServiceEntry of its own for each other one.',
  },
  'dns-socket': {
    text: 'The socket "{{address}}" cannot be looked up, and resolution is {{resolution}}, so Istio rejects it.',
    help: 'Write resolution: STATIC, or the name or IP address of the endpoint.',
  },
  'dns-no-address': {
    text: 'The endpoint has no address to look up, and resolution is {{resolution}}, so Istio rejects it.',
    help: 'Write the name or IP address of the endpoint, or resolution: STATIC for one behind a gateway of its network.',
  },
  'endpoint-port': {
    text: 'The endpoint maps the port "{{port}}", but the ServiceEntry {{known}} in ports, so Istio rejects it.',
    help: 'Write the name of a port of the ServiceEntry as the key, and the number of the endpoint as the value.',
  },
};

export interface EndpointProblem {
  field: Field;
  id: keyof typeof ENDPOINT_MESSAGES;
  data: Record<string, string | number>;
  at: 'key' | 'value';
}

/**
 * What Istio refuses in an endpoint because of the ServiceEntry around it, beside what `workloadEntryProblems` says.
 * `ports` are the names of the ServiceEntry's ports, undefined where not all are known. Source: istio/istio
 * ValidateServiceEntry.
 */
export function* endpointProblems(
  endpoint: Field,
  resolution: Resolution,
  ports: readonly string[] | undefined,
): Generator<EndpointProblem> {
  if (resolution === 'STATIC') yield* staticProblems(endpoint.child('address'), ports);
  else if (resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN') yield* dnsProblems(endpoint, resolution);
  else return;
  for (const field of endpoint.child('ports').entries()) {
    if (!ports || ports.includes(field.name) || !isPortEntry(field)) continue;
    const known = ports.length > 0 ? `has ${ports.map((name) => `"${name}"`).join(', ')}` : 'has none';
    yield { field, id: 'endpoint-port', data: { port: field.name, known }, at: 'key' };
  }
}

function* staticProblems(field: Field, ports: readonly string[] | undefined): Generator<EndpointProblem> {
  const address = field.string;
  if (!address) return;
  if (isSocket(address)) {
    const count = ports?.length ?? 1;
    if (count !== 1) yield { field, id: 'static-socket-ports', data: { address, count }, at: 'value' };
  } else if (!isIp(address) && !fqdnProblem(address))
    yield { field, id: 'static-name', data: { address }, at: 'value' };
}

function* dnsProblems(endpoint: Field, resolution: Resolution): Generator<EndpointProblem> {
  const [address, network] = [endpoint.child('address'), endpoint.child('network')];
  if (address.string && isSocket(address.string))
    yield { field: address, id: 'dns-socket', data: { address: address.string, resolution }, at: 'value' };
  else if (isEmpty(address) && !isEmpty(network))
    yield { field: address, id: 'dns-no-address', data: { resolution }, at: 'value' };
}

/** What is no name of a port, or no number, is for core/cel and core/schema to say. */
function isPortEntry({ name, number, isUnknown }: Field): boolean {
  return (number !== undefined || isUnknown) && !hasPlaceholder(name) && !dnsLabelProblem(name) && name.length < 63;
}

function isSocket(address: string): boolean {
  return address.startsWith(UNIX_PREFIX);
}

/** An empty text is the same as none once Istio has read the entry. */
function isEmpty(field: Field): boolean {
  return !field.isSet || field.string === '';
}
