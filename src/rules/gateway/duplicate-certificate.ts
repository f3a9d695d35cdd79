import { defineRule } from '../../engine/rule.ts';
import { meetingSelectors, selectorText } from '../../mesh/gateway-selectors.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { rivalsAmong } from '../../mesh/rivals.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import { selects } from '../../mesh/selection.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Browsers use one HTTP/2 connection for all hosts of its certificate; a gateway looks for them in one Gateway: 404. */
export default defineRule({
  summary: 'Gateways of the same proxies do not share a certificate for different hosts',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    'istioctl-parity': ['warning', { meeting: 'all', sameHosts: true }],
  },
  codes: ['IST0138'],
  options: {
    meeting: MEETING_OPTION,
    sameHosts: {
      type: 'boolean',
      default: false,
      description:
        'Report Gateways with the very same hosts too, as istioctl does; gateway/conflict has more to say of them.',
    },
  },
  messages: {
    shared: {
      text: '{{other}} has this certificate too, for the same proxies; browsers that reuse a connection for hosts of both get 404.',
      help: 'Put the hosts into one Gateway, or give each a certificate of its own.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
    'https://istio.io/latest/docs/reference/config/analysis/ist0138/',
  ],
  kinds: ['networking.istio.io/Gateway'],
  checkMesh(mesh, context) {
    const { meeting, sameHosts } = context.options;
    const meetings = meetingSelectors(mesh);
    const gateways = mesh.ofKind('Gateway', 'networking.istio.io');
    const rivals = rivalsAmong(mesh, meeting, gateways, (gateway) => {
      const own = selectorText(gateway);
      if (own === undefined) return [];
      const pairs = [...(meetings.get(own) ?? [])].map((other) => [own, other].sort().join(' | '));
      return [...certificatesOf(gateway).keys()].flatMap((certificate) =>
        pairs.map((pair) => JSON.stringify([certificate, pair])),
      );
    });
    for (const { resource, others, key } of rivals) {
      const certificate = (JSON.parse(key) as [string])[0];
      const other = others.find((each) => sameHosts || hostsOf(each) !== hostsOf(resource));
      const field = certificatesOf(resource).get(certificate);
      const theirs = other && certificatesOf(other).get(certificate);
      if (!field || !other || !theirs) continue;
      const related = [{ field: theirs, message: `in ${other.display}` }];
      // istioctl reports at the Gateway whose selector is the wider one, or the same.
      const codes = others.some((each) => selects(selectorOf(resource), selectorOf(each))) ? {} : { codes: [] };
      context.report(field, 'shared', { other: other.display }, { related, ...codes });
    }
  },
});

/** The certificates of a Gateway's servers, by the Secret or files that they are in. */
function certificatesOf(gateway: Resource): Map<string, Field> {
  const found = new Map<string, Field>();
  for (const server of gateway.spec.child('servers').items()) {
    const tls = server.child('tls');
    const [name, file, key] = ['credentialName', 'serverCertificate', 'privateKey'].map((each) => tls.child(each));
    if (!name || !file || !key) continue;
    if (name.string) found.set(name.string, name);
    else if (file.string && key.string) found.set(`${file.string} ${key.string}`, file);
  }
  return found;
}

function hostsOf(gateway: Resource): string {
  const hosts = gateway.spec
    .child('servers')
    .items()
    .flatMap((server) => server.child('hosts').items())
    .map(({ string }) => string?.replace(/^.*\//, ''));
  return [...new Set(hosts)].sort().join();
}
