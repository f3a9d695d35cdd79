import { defineRule } from '../../engine/rule.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { MEETING_OPTION, meetingPlaces } from '../../mesh/meeting.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { rivalsAmong } from '../../mesh/rivals.ts';
import { entryHosts } from '../../mesh/service-entry.ts';
import { SeenTogether } from '../../mesh/visibility.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A host has one listener for a port: of ServiceEntries that disagree on its protocol, one is followed. */
export default defineRule({
  summary: 'ServiceEntries agree on the protocol of a port of the same host',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'error', 'istioctl-parity': ['warning', { meeting: 'all' }] },
  codes: ['IST0177', 'KIA1212'],
  options: { meeting: MEETING_OPTION },
  messages: {
    conflict: {
      text: 'Port {{port}} of {{host}} is {{protocol}} here and {{other}} in {{rival}}; proxies that see both follow one of them.',
      help: 'Give the port the same protocol in both, or keep one of them from the other by exportTo.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0177/',
    'https://istio.io/latest/docs/reference/config/networking/service-entry/',
    'https://kiali.io/docs/features/validations/',
  ],
  kinds: ['networking.istio.io/ServiceEntry'],
  checkMesh(mesh, context) {
    const { meeting } = context.options;
    const shared = sharedHosts(atOdds(mesh, meeting));
    const claims = groupBy(
      [...shared].flatMap(([host, entries]) => entries.flatMap((entry) => claimsOf(entry, host))),
      ({ subject }) => subject,
    );
    const disputed = [...claims.values()]
      .filter((same) => new Set(same.map(({ protocol }) => protocol)).size > 1)
      .flat();
    const seen = new SeenTogether(
      mesh,
      disputed.map(({ subject, entry }) => [subject, entry] as const),
    );
    const byEntry = groupBy(disputed, ({ entry }) => entry);
    const keysOfClaim = ({ subject, entry }: Claim) => seen.keysOf(subject, entry);
    const byKey = groupBy(
      disputed.flatMap((claim) => keysOfClaim(claim).map((key) => ({ key, protocol: claim.protocol }))),
      ({ key }) => key,
    );
    const isDisputed = (key: string) => new Set(byKey.get(key)?.map(({ protocol }) => protocol)).size > 1;
    const keysOf = (entry: Resource) => (byEntry.get(entry) ?? []).flatMap(keysOfClaim).filter(isDisputed);
    for (const { resource, others, key } of rivalsAmong(mesh, meeting, [...byEntry.keys()], keysOf)) {
      const subject = key.slice(key.indexOf(' ') + 1);
      const claimOf = (entry: Resource) => byEntry.get(entry)?.find((claim) => claim.subject === subject);
      const own = claimOf(resource);
      const rivals = others.flatMap((other) => claimOf(other) ?? []);
      const rival = rivals.find(({ protocol }) => protocol !== own?.protocol);
      if (!own || !rival) continue;
      const { host, port, protocol } = own;
      const data = { host, port, protocol, other: rival.protocol, rival: rival.entry.display };
      context.report(own.field, 'conflict', data, { related: [{ field: rival.field, message: rival.protocol }] });
    }
  },
});

/** The ServiceEntries that meet others, where these do not all say the same of each port. Most have no host in common. */
function atOdds(mesh: Mesh, meeting: string): Resource[] {
  const said = new Map<object, Map<number, string>>();
  const odd = new Set<object>();
  const all = mesh.ofKind('ServiceEntry', 'networking.istio.io');
  for (const entry of all)
    for (const place of meetingPlaces(mesh, entry, meeting)) {
      const known = said.get(place) ?? new Map<number, string>();
      said.set(place, known);
      for (const { port, protocol } of entry.ask(portsOf)) {
        if ((known.get(port) ?? protocol) !== protocol) odd.add(place);
        known.set(port, protocol);
      }
    }
  if (odd.size === 0) return [];
  return all.filter((entry) => meetingPlaces(mesh, entry, meeting).some((place) => odd.has(place)));
}

/** The hosts that several of them name. */
function sharedHosts(entries: readonly Resource[]): Map<string, Resource[]> {
  const byHost = new Map<string, Resource[]>();
  for (const entry of entries)
    for (const host of new Set(entryHosts(entry).lower)) {
      const known = byHost.get(host);
      if (known) known.push(entry);
      else byHost.set(host, [entry]);
    }
  return new Map([...byHost].filter(([, named]) => named.length > 1));
}

/** What an entry says of a port. */
interface PortClaim {
  port: number;
  protocol: string;
  field: Field;
}

/** The same of a port of a host. */
interface Claim extends PortClaim {
  entry: Resource;
  subject: string;
  host: string;
}

function claimsOf(entry: Resource, host: string): Claim[] {
  return entry.ask(portsOf).map((claim) => ({ entry, subject: `${host}:${claim.port}`, host, ...claim }));
}

function portsOf({ spec }: Resource): PortClaim[] {
  const ports: PortClaim[] = [];
  for (const item of spec.child('ports').items()) {
    const port = item.child('number').number;
    const field = item.child('protocol');
    if (port === undefined || (field.isSet && field.string === undefined)) continue;
    ports.push({ port, protocol: field.string?.toUpperCase() || 'without a protocol', field });
  }
  return ports;
}
