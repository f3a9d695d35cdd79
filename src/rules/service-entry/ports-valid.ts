import { defineRule } from '../../engine/rule.ts';
import { entryPorts } from '../../mesh/service-entry.ts';
import { suggest } from '../../text/suggest.ts';
import { dnsLabelProblem } from '../../values/dns.ts';
import { protocolOf, SUPPORTED_PROTOCOLS } from '../../values/protocol.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** The longest text that the CRD lets pass; core/schema reports longer ones. */
const MOST_CHARACTERS = 256;

/** The ports' names are what endpoints refer to, and the protocol decides what Envoy can do with the traffic. */
export default defineRule({
  summary: 'The ports of a ServiceEntry have a name and a protocol that Istio knows',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    name: {
      text: 'The port name "{{name}}" {{problem}}, so Istio rejects it.',
      help: 'Write 1 to 63 letters, digits and "-", as in https or tcp-db.',
    },
    protocol: {
      text: 'The protocol "{{protocol}}" is none that Istio knows, so Istio rejects it.',
      help: 'Write {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  kinds: ['networking.istio.io/ServiceEntry'],
  check(resource, context) {
    for (const port of entryPorts(resource)) {
      const [name, protocol] = [port.textOf('name'), port.textOf('protocol')];
      const problem = name === undefined ? undefined : dnsLabelProblem(name);
      if (name !== undefined && problem && name.length <= MOST_CHARACTERS)
        context.report(port.child('name'), 'name', { name, problem });
      if (!protocol || protocolOf(protocol) !== 'Unsupported' || protocol.length > MOST_CHARACTERS) continue;
      const field = port.child('protocol');
      const near = suggest(protocol.trim(), SUPPORTED_PROTOCOLS) ?? protocolIn(protocol);
      const edit = near && rewriteString(field, near);
      context.report(
        field,
        'protocol',
        { protocol, wanted: near ?? `one of ${SUPPORTED_PROTOCOLS.join(', ')}` },
        edit ? { suggestions: [{ desc: `Write ${near}`, edit }] } : {},
      );
    }
  },
});

/** `HTTP/2`, `http1.1` and ` TCP ` mean a protocol all the same. */
function protocolIn(text: string): string | undefined {
  const word = text.replace(/[^A-Za-z0-9]/g, '').replace(/^(http)1[01]?$/i, '$1');
  const protocol = protocolOf(word);
  return protocol === 'Unsupported' ? undefined : protocol;
}
