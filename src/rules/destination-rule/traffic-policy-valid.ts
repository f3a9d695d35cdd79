import { type Context, defineRule } from '../../engine/rule.ts';
import { isMisspelt, lacks } from '../../mesh/settings/misspelt.ts';
import { fqdnProblem } from '../../values/dns.ts';
import { isIp } from '../../values/ip.ts';
import { isUint32, portProblem } from '../../values/port.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  empty: {
    text: 'The {{name}} says nothing, so Istio rejects it.',
    help: 'Write {{fields}}, or delete it.',
  },
  'tunnel-and-proxy-protocol': {
    text: 'tunnel and proxyProtocol are both set, and a connection begins with one of them, so Istio rejects it.',
    help: 'Keep one of them.',
  },
  'no-port': {
    text: 'The port policy does not say which port it is for, so Istio rejects it.',
    help: 'Write port.number.',
  },
  'tunnel-protocol': {
    text: 'The tunnel protocol "{{protocol}}" is neither CONNECT nor POST, so Istio rejects it.',
    help: 'Write CONNECT or POST.',
  },
  'tunnel-host': {
    text: 'The targetHost "{{host}}" of the tunnel {{problem}}, so Istio rejects it.',
    help: 'Write a host name or an IP address.',
  },
  'tunnel-port': {
    text: 'The targetPort {{port}} of the tunnel {{problem}}, so Istio rejects it.',
    help: 'Write the port that the tunnel leads to.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** A policy without content is most likely one whose content stands elsewhere. */
export default defineRule({
  summary: 'Traffic policies say something, and tunnels lead to a host and port',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['trafficPolicy'],
  check(rule, context) {
    for (const owner of [rule.spec, ...rule.spec.child('subsets').items()]) {
      const policy = owner.child('trafficPolicy');
      if (!policy.isMap) continue;
      const [tunnel, proxyProtocol] = [policy.child('tunnel'), policy.child('proxyProtocol')];
      if (!rule.isPatch) checkContent(policy, FIELDS, context);
      if (tunnel.isSet && proxyProtocol.isSet)
        context.report(proxyProtocol, 'tunnel-and-proxy-protocol', {}, { at: 'key' });
      else checkTunnel(tunnel, context);
      for (const port of rule.isPatch ? [] : policy.child('portLevelSettings').items()) {
        if (!port.isMap) continue;
        if (!port.child('port').isSet && !isMisspelt(port.child('port'))) context.report(port.child('port'), 'no-port');
        else checkContent(port, PORT_FIELDS, context);
      }
    }
  },
});

const PORT_FIELDS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'];
const FIELDS = [...PORT_FIELDS, 'portLevelSettings', 'tunnel', 'proxyProtocol', 'retryBudget'];

function checkContent(policy: Field, fields: readonly string[], context: Here): void {
  if (!lacks(policy, ...fields)) return;
  const name = policy.name === 'trafficPolicy' ? 'traffic policy' : 'port policy';
  context.report(policy, 'empty', { name, fields: fields.join(', ') }, { at: 'key' });
}

function checkTunnel(tunnel: Field, context: Here): void {
  if (!tunnel.isMap) return;
  const [protocol, host, port] = ['protocol', 'targetHost', 'targetPort'].map((name) => tunnel.child(name));
  if (protocol?.string && !['CONNECT', 'POST'].includes(protocol.string))
    context.report(protocol, 'tunnel-protocol', { protocol: protocol.string });
  const name = host?.string;
  const problem = name === undefined || isIp(name) ? undefined : fqdnProblem(name);
  if (host && name !== undefined && problem) context.report(host, 'tunnel-host', { host: name, problem });
  const number = port?.number;
  const wrong = number === undefined || !isUint32(number) ? undefined : portProblem(number);
  if (port && number !== undefined && wrong) context.report(port, 'tunnel-port', { port: number, problem: wrong });
}
