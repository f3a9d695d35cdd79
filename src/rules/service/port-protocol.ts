import { defineRule } from '../../engine/rule.ts';
import { servicePorts } from '../../mesh/service-ports.ts';
import { isKubernetesNamespace, isUserService } from '../../mesh/services.ts';
import { type Edit, insertMember } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** Without a protocol Istio listens in on the first bytes, which costs time and fails where the server speaks first. */
export default defineRule({
  summary: 'Each port of a Service says its protocol, in appProtocol or in its name',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'info', 'istioctl-parity': 'info' },
  codes: ['IST0118', 'KIA0601'],
  messages: {
    'not-derivable': {
      text: 'Port {{port}}{{name}} does not say its protocol, so Istio has to find it out from the first bytes of each connection.',
      help: 'Write appProtocol: {{wanted}}, or begin the name with it.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0118/',
  ],
  kinds: ['core/Service'],
  check(service, context) {
    const sniffed = servicePorts(service).filter(({ field, protocol }) => field.isMap && protocol === 'Unsupported');
    if (
      sniffed.length === 0 ||
      !isUserService(service) ||
      isKubernetesNamespace(context.mesh.namespaceOf(service)) ||
      service.spec.textOf('type') === 'ExternalName'
    )
      return;
    for (const { field: port } of sniffed) {
      const named = port.child('appProtocol').isSet ? port.child('appProtocol') : port.child('name');
      const name = named.string ? ` ("${named.string}")` : '';
      const data = { port: String(port.child('port').value ?? ''), name, wanted: likely(port) };
      const suggestions = protocolSuggestions(port);
      context.report(named.isSet ? named : port.child('port'), 'not-derivable', data, { suggestions });
    }
  },
});

const BY_NUMBER: Readonly<Record<number, string>> = {
  80: 'http',
  8080: 'http',
  443: 'https',
  8443: 'https',
  50051: 'grpc',
};

function likely(port: Field): string {
  return BY_NUMBER[port.child('port').number ?? 0] ?? 'http, https, grpc or tcp, as it is';
}

/** What is likely by the number, where nothing is written yet. */
function protocolSuggestions(port: Field): { desc: string; edit: Edit }[] {
  const [wanted, first] = [BY_NUMBER[port.child('port').number ?? 0], port.entries()[0]];
  const edit = wanted && first && !port.child('appProtocol').exists && insertMember(first, 'appProtocol', wanted);
  return edit ? [{ desc: `Write appProtocol: ${wanted}`, edit }] : [];
}
