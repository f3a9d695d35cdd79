import { type Context, defineRule, type OptionsOf } from '../../engine/rule.ts';
import { isBytes, portsOfHost } from '../../mesh/host-ports.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import { parseDuration } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const OPTIONS = {
  min: { type: 'integer', minimum: 1, default: 10, description: 'Limits below this are values of a demo.' },
  maxConnections: { type: 'integer', minimum: 1, default: 100, description: 'The maxConnections to propose.' },
  http1MaxPendingRequests: {
    type: 'integer',
    minimum: 1,
    default: 100,
    description: 'The http1MaxPendingRequests to propose.',
  },
  http2MaxRequests: { type: 'integer', minimum: 1, default: 1000, description: 'The http2MaxRequests to propose.' },
  connectionsPerPending: {
    type: 'integer',
    minimum: 1,
    default: 10,
    description: 'How many connections there may be for each request that may wait.',
  },
  maxConnectTimeout: { type: 'string', default: '30s', description: 'The longest connectTimeout that makes sense.' },
};

const MESSAGES = {
  tiny: {
    text: '{{name}} {{value}} turns requests away (503) as soon as there is real load.',
    help: 'Write at least {{min}}; {{proposed}} is a good start.',
  },
  'zero-means-default': {
    text: '{{name}} 0 does not mean none: Istio takes its default, which is practically no limit.',
    help: 'Delete the field for the default, or write the limit that is meant, such as {{proposed}}.',
  },
  'http-on-tcp': {
    text: 'What this pool says of HTTP ({{names}}) does nothing: {{target}} is {{protocol}}, which Envoy forwards without seeing requests.',
    help: 'Limit connections below tcp, or name the port of the Service after its protocol (http-…) where it is HTTP.',
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
};

type Here = Context<keyof typeof MESSAGES, OptionsOf<typeof OPTIONS>>;

/** Each limit holds for one Envoy; the values of the circuit-breaking demo turn requests away under any real load. */
export default defineRule({
  summary: 'Connection pools are large enough for real load',
  type: 'problem',
  precision: 'medium',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
  options: OPTIONS,
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
    'https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['connectionPool'],
  check(resource, context) {
    for (const policy of trafficPoliciesOf(resource)) {
      const pool = policy.child('connectionPool');
      if (!pool.isMap) continue;
      checkLimits(pool, context);
      checkTimeout(pool.child('tcp'), context);
      checkProtocol(resource, policy, pool.child('http'), context);
    }
  },
});

function checkLimits(pool: Field, context: Here): void {
  const { min, maxConnections, http1MaxPendingRequests, http2MaxRequests, connectionsPerPending } = context.options;
  const [tcp, http] = [pool.child('tcp'), pool.child('http')];
  const [connections, pending] = [tcp.child('maxConnections'), http.child('http1MaxPendingRequests')];
  checkLimit(connections, maxConnections, context);
  checkLimit(pending, http1MaxPendingRequests, context);
  checkLimit(http.child('http2MaxRequests'), http2MaxRequests, context);
  const perConnection = http.child('maxRequestsPerConnection');
  if (perConnection.number === 1) context.report(perConnection, 'no-keepalive');
  const [waiting, open] = [pending.number ?? 0, connections.number ?? 0];
  if (waiting < min || waiting * connectionsPerPending >= open) return;
  const related = [{ field: connections, message: `${open} connections are allowed` }];
  context.report(pending, 'pending-lt-conn', { pending: waiting, connections: open }, { related });
}

function checkLimit(field: Field, proposed: number, context: Here): void {
  const { name, number: value } = field;
  const { min } = context.options;
  if (value === 0) context.report(field, 'zero-means-default', { name, proposed });
  else if (value !== undefined && value > 0 && value < min)
    context.report(field, 'tiny', { name, value, min, proposed });
}

function checkTimeout(tcp: Field, context: Here): void {
  const timeout = tcp.textOf('connectTimeout');
  if (timeout === undefined) return;
  const most = context.options.maxConnectTimeout;
  const longest = parseDuration(most) ?? Number.POSITIVE_INFINITY;
  if ((parseDuration(timeout) ?? 0) > longest)
    context.report(tcp.child('connectTimeout'), 'connect-timeout', { timeout, most });
}

/** What only HTTP has; pending requests are counted for connections of any protocol. */
const HTTP_ALONE = [
  'http2MaxRequests',
  'maxRequestsPerConnection',
  'maxRetries',
  'maxConcurrentStreams',
  'h2UpgradePolicy',
];

/** Only where everything that the host may mean, and the policy holds for, is known to be forwarded as bytes. */
function checkProtocol(resource: Resource, policy: Field, http: Field, context: Here): void {
  const names = HTTP_ALONE.filter((name) => http.has(name));
  const host = resource.spec.textOf('host');
  if (names.length === 0 || host === undefined) return;
  const port = policy.child('port');
  const ports = portsOfHost(context.mesh, host, context.mesh.namespaceOf(resource)).filter(
    ({ number }) => !port.exists || number === port.child('number').number,
  );
  if (ports.length === 0 || !ports.every(({ protocol }) => isBytes(protocol))) return;
  const protocol = [...new Set(ports.map((each) => each.protocol))].join(' and ');
  const target = port.exists ? `port ${ports[0]?.number} of ${host}` : host;
  context.report(http, 'http-on-tcp', { names: names.join(', '), target, protocol }, { at: 'key' });
}
