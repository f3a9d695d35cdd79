import { dnsLabelProblem, isPlainName } from '../values/dns.ts';
import { type Protocol, protocolOf } from '../values/protocol.ts';
import type { Field } from '../yaml/field.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { Resource } from '../yaml/resource.ts';
import { isMisspelt } from './settings/misspelt.ts';

const RESOLUTIONS = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'] as const;

/** The hosts of a ServiceEntry. */
export interface EntryHosts {
  /** Those that are known, as written. */
  known: readonly string[];
  /** The same in lower case, as Istio compares them. */
  lower: readonly string[];
  /** Are all of them plain names, so that nothing has to be said of any? Most ServiceEntries have many, and all are. */
  arePlain: boolean;
}

export function entryHosts(entry: Resource): EntryHosts {
  return entry.ask(readHosts);
}

function readHosts({ spec }: Resource): EntryHosts {
  const list = spec.child('hosts');
  const plain = list.node?.type === 'sequence' ? plainNames(list.node.items) : [];
  if (plain) return { known: plain, lower: plain, arePlain: true };
  const known = list.texts();
  return { known, lower: known.map((host) => host.toLowerCase()), arePlain: false };
}

/** Undefined where some are none. */
function plainNames(items: readonly YamlNode[]): string[] | undefined {
  const names: string[] = [];
  for (const item of items) {
    const name = item.type === 'scalar' && !item.isUnknown ? item.value : undefined;
    if (typeof name !== 'string' || !isPlainName(name)) return undefined;
    names.push(name);
  }
  return names;
}

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

/** The ports of a ServiceEntry. */
export function entryPorts(entry: Resource): readonly Field[] {
  return entry.ask(readEntryPorts);
}

function readEntryPorts({ spec }: Resource): readonly Field[] {
  return spec.child('ports').items();
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
    const name = port.textOf('name');
    return name === undefined || dnsLabelProblem(name) ? [] : [name];
  });
  return names.length === ports.items().length ? [...new Set(names)] : undefined;
}
