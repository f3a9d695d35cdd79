import { defineRule } from '../../engine/rule.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import { parseDuration } from '../../values/duration.ts';

/** Each limit holds for one Envoy; the values of the circuit-breaking demo turn requests away under any real load. */
export default defineRule({
  summary: 'Connection pools are large enough for real load',
  type: 'problem',
  precision: 'medium',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
  options: {
    min: { type: 'integer', minimum: 1, default: 10, description: 'Limits below this are values of a demo.' },
    maxConnectTimeout: { type: 'string', default: '30s', description: 'The longest connectTimeout that makes sense.' },
  },
  messages: {
    tiny: {
      text: '{{name}} {{value}} turns requests away (503) as soon as there is real load.',
      help: 'Write at least {{min}}; 100 connections, 100 pending and 1000 requests are a good start.',
    },
    'zero-means-default': {
      text: '{{name}} 0 does not mean none: Istio takes its default, which is practically no limit.',
      help: 'Delete the field for the default, or write the limit that is meant.',
    },
    'no-keepalive': {
      text: 'maxRequestsPerConnection 1 opens a new connection, with a new TLS handshake, for every request.',
      help: 'Delete it, or write a number in the hundreds.',
    },
    'pending-lt-conn': {
      text: 'Only {{pending}} requests may wait for {{connections}} connections, so short bursts are turned away while the pool is hardly used.',
      help: 'Make http1MaxPendingRequests about as large as maxConnections.',
    },
    'connect-timeout': {
      text: 'A connectTimeout of {{timeout}} keeps callers waiting for a host that is gone.',
      help: 'Write at most {{most}}; Istio defaults to 10s.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
    'https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/',
  ],
  kinds: ['DestinationRule'],
  check(resource, context) {
    const { min, maxConnectTimeout } = context.options;
    for (const policy of trafficPoliciesOf(resource)) {
      const pool = policy.child('connectionPool');
      const [tcp, http] = [pool.child('tcp'), pool.child('http')];
      const connections = tcp.child('maxConnections');
      const pending = http.child('http1MaxPendingRequests');
      for (const field of [connections, pending, http.child('http2MaxRequests')]) {
        const value = field.number;
        if (value === 0) context.report(field, 'zero-means-default', { name: field.name });
        else if (value !== undefined && value > 0 && value < min)
          context.report(field, 'tiny', { value, name: field.name, min });
      }
      if (isFarBelow(pending.number, connections.number, min)) {
        context.report(
          pending,
          'pending-lt-conn',
          { pending: pending.number ?? 0, connections: connections.number ?? 0 },
          {
            related: [{ field: connections, message: `${connections.number} connections are allowed` }],
          },
        );
      }
      const perConnection = http.child('maxRequestsPerConnection');
      if (perConnection.number === 1) context.report(perConnection, 'no-keepalive');
      const timeout = tcp.child('connectTimeout');
      const longest = parseDuration(maxConnectTimeout) ?? Number.POSITIVE_INFINITY;
      if ((parseDuration(timeout.string) ?? 0) > longest)
        context.report(timeout, 'connect-timeout', { timeout: timeout.string ?? '', most: maxConnectTimeout });
    }
  },
});

/** Tiny limits are reported as such, not again for their proportion. */
function isFarBelow(pending: number | undefined, connections: number | undefined, min: number): boolean {
  return pending !== undefined && connections !== undefined && pending >= min && pending < connections / 10;
}
