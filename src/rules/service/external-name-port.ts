import { defineRule } from '../../engine/rule.ts';
import { servicePorts } from '../../mesh/service-ports.ts';
import { isUserService } from '../../mesh/services.ts';

/** An ExternalName Service has no address, so a TCP listener for its port takes all traffic to that port number. */
export default defineRule({
  summary: 'The ports of an ExternalName Service name a protocol that carries a host',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0150'],
  messages: {
    tcp: {
      text: 'Port {{port}} of an ExternalName Service is plain TCP, so it takes all traffic of the mesh to that port.',
      help: 'Begin the name with tls, https or http, whichever it is.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0150/',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ],
  kinds: ['core/Service'],
  fields: ['type'],
  check(service, context) {
    if (service.spec.textOf('type') !== 'ExternalName' || !isUserService(service)) return;
    for (const { field: port, protocol } of servicePorts(service)) {
      const name = port.child('name');
      if (protocol !== 'Unsupported' && name.string !== 'tcp') continue;
      context.report(name.isSet ? name : port.child('port'), 'tcp', { port: String(port.child('port').value ?? '') });
    }
  },
});
