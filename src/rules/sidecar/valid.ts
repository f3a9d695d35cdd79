import { type Context, defineRule } from '../../engine/rule.ts';
import { CONNECTION_POOL_MESSAGES, connectionPoolProblems } from '../../mesh/settings/connection-pool.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { isFilled } from '../../mesh/settings/server-tls.ts';
import { suggest } from '../../text/suggest.ts';
import { isHttp, protocolOf } from '../../values/protocol.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const PARTS = ['egress', 'ingress', 'outboundTrafficPolicy', 'inboundConnectionPool'];

const { empty: emptyPool, ...POOL_MESSAGES } = CONNECTION_POOL_MESSAGES;

const MESSAGES = {
  empty: {
    text: 'The Sidecar has none of egress, ingress, outboundTrafficPolicy and inboundConnectionPool, so Istio rejects it.',
    help: 'Write egress with the hosts that the workloads reach, such as "./*" and "istio-system/*", or delete it.',
  },
  'empty-pool': emptyPool,
  ...POOL_MESSAGES,
  'http-pool-without-http': {
    text: 'connectionPool has http settings, and the port {{speaks}}, so Istio warns that only the tcp ones apply.',
    help: 'Write protocol: HTTP (or HTTP2, GRPC) for the port, or delete http from the connectionPool.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** A Sidecar that sets nothing would still shadow the one of its namespace; its pools limit what reaches the workload. */
export default defineRule({
  summary: 'A Sidecar configures something, and its connection pools have limits that Envoy can keep',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  check(resource, context) {
    if (isEmpty(resource)) context.report(resource.spec, 'empty', {}, { at: 'key' });
    reportPool(resource.spec.child('inboundConnectionPool'), resource, context);
    for (const listener of resource.spec.child('ingress').items()) {
      reportPool(listener.child('connectionPool'), resource, context);
      reportHttp(listener, resource, context);
    }
  },
});

function isEmpty({ spec, isPatch }: Resource): boolean {
  if (isPatch || (spec.isSet && !spec.isMap)) return false;
  const others = spec.keys().filter((name) => !PARTS.includes(name));
  return !PARTS.some((name) => isFilled(spec.child(name)) || suggest(name, others));
}

function reportPool(pool: Field, { isPatch }: Resource, context: Here): void {
  for (const { field, id, data, at } of connectionPoolProblems(pool)) {
    if (isPatch && (id === 'empty' || id === 'half-keepalive')) continue;
    context.report(field, id === 'empty' ? 'empty-pool' : id, data, { at });
  }
}

function reportHttp(listener: Field, { isPatch }: Resource, context: Here): void {
  const [http, port] = [listener.get('connectionPool', 'http'), listener.child('port')];
  const protocol = port.child('protocol');
  if (!http.isMap || !port.isMap || isMisspelt(protocol)) return;
  const name = protocol.isSet || isPatch ? protocol.string : '';
  if (name === undefined || isHttp(protocolOf(name)) || (name && protocolOf(name) === 'Unsupported')) return;
  const speaks = name ? `speaks ${name}` : 'has no protocol';
  context.report(http, 'http-pool-without-http', { speaks }, { level: 'warning', codes: ['IST0133'] });
}
