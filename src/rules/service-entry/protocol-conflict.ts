import { defineRule } from '../../engine/rule.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { rivalsAmong } from '../../mesh/rivals.ts';
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
    const shared = mesh.hosts().sharedEntries();
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
    for (const { resource, others, key } of rivalsAmong(mesh, context.options.meeting, [...byEntry.keys()], keysOf)) {
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

/** What an entry says of a port of a host. */
interface Claim {
  entry: Resource;
  subject: string;
  host: string;
  port: number;
  protocol: string;
  field: Field;
}

function claimsOf(entry: Resource, host: string): Claim[] {
  return entry.spec
    .child('ports')
    .items()
    .flatMap((item) => {
      const [port, field] = [item.child('number').number, item.child('protocol')];
      if (port === undefined || (field.isSet && field.string === undefined)) return [];
      const protocol = field.string?.toUpperCase() || 'without a protocol';
      return [{ entry, subject: `${host}:${port}`, host, port, protocol, field }];
    });
}
