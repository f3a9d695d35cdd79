import { dnsLabelProblem, isPlainName } from '../values/dns.ts';
import { type Protocol, protocolOf } from '../values/protocol.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { isMisspelt } from './settings/misspelt.ts';

const RESOLUTIONS = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'] as const;

/** The hosts of a ServiceEntry that are known. */
export function entryHosts(entry: Resource): readonly string[] {
  return entry.ask(readHosts);
}

const readHosts = ({ spec }: Resource) => spec.child('hosts').texts();

/** Are all of them plain names, so that nothing has to be said of any? Most ServiceEntries have many, and all are. */
export function hasPlainHosts(entry: Resource): boolean {
  return entry.ask(arePlain);
}

const arePlain = (entry: Resource) => entryHosts(entry).every(isPlainName);

/** How a ServiceEntry comes to the addresses behind its hosts. Source: ServiceEntry.Resolution. */
export type Resolution = (typeof RESOLUTIONS)[number];

/**
 * The resolution of a ServiceEntry, NONE where nothing is written. Undefined where it is not known: a placeholder, another
 * word, a patch that leaves it out.
 */
export function resolutionOf(entry: Resource): Resolution | undefined {
  const field = entry.spec.child('resolution');
  if (!field.isSet) return entry.isPatch || entry.spec.isUnknown ? undefined : 'NONE';
  return RESOLUTIONS.find((each) => each === field.string);
}

/** Does Envoy look up the names of the endpoints, or the hosts? DYNAMIC_DNS looks up what each request asks for. */
export function looksUpNames(resolution: Resolution | undefined): boolean {
  return resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
}

/** A port's protocol, 'Unsupported' where none is written. Undefined where it is not known, or is no protocol at all. */
export function portProtocol(port: Field): Protocol | undefined {
  const field = port.child('protocol');
  if (!port.isMap || (field.isSet && field.string === undefined) || isMisspelt(field)) return undefined;
  const protocol = protocolOf(field.string ?? '');
  return protocol === 'Unsupported' && field.string ? undefined : protocol;
}

/** The names of a ServiceEntry's ports; undefined where one of them is not known, or is no name. */
export function portNames(entry: Resource): string[] | undefined {
  const ports = entry.spec.child('ports');
  if (ports.isSet ? !ports.isList : entry.isPatch || isMisspelt(ports)) return undefined;
  const names = ports.items().flatMap((port) => {
    const name = port.child('name').string;
    return name === undefined || dnsLabelProblem(name) ? [] : [name];
  });
  return names.length === ports.items().length ? [...new Set(names)] : undefined;
}
