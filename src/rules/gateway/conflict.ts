import { defineRule } from '../../engine/rule.ts';
import { type ServerConflict, serverConflicts } from '../../mesh/gateway-conflicts.ts';
import type { GatewayServer } from '../../mesh/gateway-servers.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import type { Field } from '../../yaml/field.ts';

/** Istio merges the Gateways of a proxy into one; of servers that get in each other's way it leaves one out. */
export default defineRule({
  summary: 'Servers of Gateways for the same proxies leave each other their ports and hosts',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { merged: 'info' }],
    'istioctl-parity': ['error', { merged: 'error', meeting: 'all' }],
  },
  codes: ['IST0145', 'KIA0301'],
  options: {
    merged: {
      enum: ['ignore', 'info', 'error'],
      default: 'ignore',
      description: 'What to make of plain HTTP servers of two Gateways with the same host, which Istio serves as one.',
    },
    meeting: MEETING_OPTION,
  },
  messages: {
    port: {
      text: '{{other}} has {{otherProtocol}} at port {{port}} of the same proxies, and {{protocol}} cannot share it, so Istio leaves out one of the two, depending on which is older.',
      help: 'Give one of them another port or another bind address.',
    },
    tls: {
      text: '{{other}} has TLS for {{host}} at port {{port}} of the same proxies too, so Istio leaves out the younger of the two servers with all its hosts.',
      help: 'Keep the host in one server; VirtualServices of other namespaces can name its Gateway as namespace/name.',
    },
    http: {
      text: '{{other}} has {{host}} at port {{port}} of the same proxies too; Istio serves both as one.',
      help: 'Keep the host in one Gateway, so that it can be seen who owns it.',
    },
    'same-gateway': {
      text: 'An earlier server of this Gateway has {{what}} at port {{port}} too, so Istio leaves this one out.',
      help: 'Merge the two servers, or give this one another port.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0145/',
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Server',
    'https://kiali.io/docs/features/validations/#kia0301',
  ],
  kinds: ['networking.istio.io/Gateway'],
  checkMesh(mesh, context) {
    const { meeting, merged } = context.options;
    for (const conflict of serverConflicts(mesh, meeting)) {
      const { server, other, how, hosts } = conflict;
      const isOwn = server.gateway === other.gateway;
      if (how === 'http' && (merged === 'ignore' || isOwn)) continue;
      // Plain text after TLS is told apart by the first bytes of a connection.
      if (how === 'port' && isOwn && other.kind === 'tls') continue;
      const host = hosts.map(({ field }) => field.string).join(', ');
      const data = {
        other: other.gateway.display,
        port: server.port,
        protocol: server.protocol,
        otherProtocol: other.protocol,
        host,
        what: how === 'port' ? other.protocol : `TLS for ${host}`,
      };
      const message = `${other.protocol} at port ${other.port}`;
      context.report(placeIn(server, conflict), isOwn ? 'same-gateway' : how, data, {
        related: [{ field: placeIn(other, conflict), message }],
        ...(how === 'http' && merged === 'info' ? { level: 'info' } : {}),
        // istioctl compares servers of two Gateways, and their hosts as they are written.
        ...(isOwn || !areWrittenAlike(conflict) ? { codes: [] } : {}),
      });
    }
  },
});

function areWrittenAlike({ other, hosts }: ServerConflict): boolean {
  const theirs = new Set(other.hosts.map(({ field }) => field.string));
  return hosts.some(({ field }) => theirs.has(field.string));
}

/** The first host that both servers have, or the port where that is what they cannot share. */
function placeIn(server: GatewayServer, { how, hosts }: ServerConflict): Field {
  const host = how === 'port' ? undefined : server.hosts.find(({ name }) => name === hosts[0]?.name);
  return host?.field ?? server.field.get('port', 'number');
}
