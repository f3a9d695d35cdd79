import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { entryPorts } from '../../mesh/service-entry.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Resource } from '../../yaml/resource.ts';

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
      text: 'Port {{port}} {{as}} and without addresses takes all traffic to port {{port}} that nothing else claims, whatever its host.',
      help: 'Write protocol: {{wanted}} if clients speak that, since it tells hosts apart; otherwise list the addresses.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/service-entry/',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
  ],
  kinds: ['networking.istio.io/ServiceEntry'],
  check(resource, context) {
    const addresses = resource.spec.child('addresses');
    if (resource.isPatch || (addresses.isList && addresses.size > 0) || addresses.isUnknown) return;
    for (const port of entryPorts(resource)) {
      const number = port.child('number');
      if (number.number === undefined || !context.options.ports.includes(number.number)) continue;
      const protocol = port.child('protocol');
      const written = protocol.isSet ? protocol.string : '';
      if (written === undefined || !['', 'TCP'].includes(written.toUpperCase())) continue;
      if (hasOwnAddress(resource, context.mesh)) return;
      const isTls = /^(?:https|tls)/i.test(port.child('name').string ?? '');
      const wanted = isTls || number.number !== 80 ? 'TLS' : 'HTTP';
      const edit = isTls ? rewriteString(protocol, wanted) : undefined;
      const data = { port: number.number, as: written ? `as ${written}` : 'without a protocol', wanted };
      context.report(written ? protocol : number, 'capture', data, edit ? { fix: edit } : {});
    }
  },
});

/**
 * Does istiod give the host an address of its own, which tells it apart again? It does by default, but only proxies that
 * answer DNS use it, and hosts that are resolved by the caller have none.
 */
function hasOwnAddress(entry: Resource, mesh: Mesh): boolean {
  const [resolution, label] = [entry.spec.child('resolution'), entry.labels.child(AUTO_ALLOCATE)];
  const off = label.string?.toLowerCase() === 'false' || (resolution.isSet ? resolution.string === 'NONE' : true);
  return !off && (label.isSet || answersDns(mesh));
}

const AUTO_ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

function answersDns(mesh: Mesh): boolean {
  return installsOf(mesh).some(
    ({ meshConfig }) => meshConfig.get('defaultConfig', 'proxyMetadata', 'ISTIO_META_DNS_CAPTURE').string === 'true',
  );
}
