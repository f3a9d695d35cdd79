import { defineRule } from '../../engine/rule.ts';
import { replaceScalar } from '../../yaml/edit.ts';

/** TCP carries no host name: without addresses, Envoy can only take everything that goes to the port. */
export default defineRule({
  summary: 'A ServiceEntry without addresses does not claim a common port as TCP',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', security: 'warning' },
  codes: ['IST0134'],
  fix: 'unsafe',
  options: {
    ports: {
      type: 'array',
      items: { type: 'integer' },
      default: [80, 443],
      description: 'Ports that other hosts are reached on too.',
    },
  },
  messages: {
    capture: {
      text: 'Port {{port}} as {{protocol}} without addresses takes ALL traffic that leaves for port {{port}}, whatever its host.',
      help: 'Write protocol: {{wanted}}, which tells hosts apart, or list the addresses.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/service-entry/',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  kinds: ['ServiceEntry'],
  check(resource, context) {
    const { spec } = resource;
    const addresses = spec.child('addresses');
    if (
      resource.isPatch ||
      addresses.items().length > 0 ||
      addresses.isUnknown ||
      isAutoAllocated(resource.labels.child(AUTO_ALLOCATE).string)
    )
      return;
    for (const port of spec.child('ports').items()) {
      const [number, protocol] = [port.child('number'), port.child('protocol')];
      const name = protocol.isSet ? protocol.string : 'TCP';
      if (number.number === undefined || !context.options.ports.includes(number.number)) continue;
      if (name?.toUpperCase() !== 'TCP') continue;
      const wanted = number.number === 80 ? 'HTTP' : 'TLS';
      const fix = /^(?:https|tls)/i.test(port.child('name').string ?? '') ? replaceScalar(protocol, wanted) : undefined;
      const data = { port: number.number, protocol: protocol.isSet ? 'TCP' : 'TCP (no protocol)', wanted };
      context.report(
        protocol.isSet ? protocol : number,
        'capture',
        data,
        fix ? { suggestions: [{ desc: `Write ${wanted}`, edit: fix }] } : {},
      );
    }
  },
});

/** With an address of its own, the host can be told apart again. */
const AUTO_ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

function isAutoAllocated(label: string | undefined): boolean {
  return label === 'true';
}
