import { defineRule } from '../../engine/rule.ts';
import { qualified, targetsOfHost } from '../../mesh/host-lookup.ts';
import { portsOf } from '../../mesh/host-ports.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { destinationsOf } from '../../mesh/settings/virtual-service-routes.ts';

/** A sidecar goes to the port that the client asked for; a gateway has no port to go by. */
export default defineRule({
  summary: 'A destination with several ports says which one is meant',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { inMesh: true }] },
  codes: ['IST0112'],
  options: {
    inMesh: {
      type: 'boolean',
      default: false,
      description:
        'Report VirtualServices that hold for sidecars alone too, where the port that the client asked for is taken.',
    },
  },
  messages: {
    required: {
      text: '{{host}} has the ports {{ports}}, and the destination names none of them.',
      help: 'Write port: {number: …} with the one that is meant.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0112/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    const { mesh } = context;
    if (service.isPatch || !(context.options.inMesh || service.spec.child('gateways').items().length > 0)) return;
    const namespace = mesh.namespaceOf(service);
    for (const destination of destinationsOf(service)) {
      const [field, port] = [destination.child('host'), destination.child('port')];
      const host = field.string;
      if (!host || port.isSet || isMisspelt(port)) continue;
      const targets = targetsOfHost(mesh, qualified(host, namespace), namespace);
      const ports = targets.map((target) => portsOf(target));
      if (ports.length === 0 || !ports.every((each) => each !== undefined && each.length > 1)) continue;
      const numbers = [...new Set(ports.flatMap((each) => each?.map(({ number }) => number) ?? []))];
      context.report(field, 'required', { host, ports: numbers.join(', ') });
    }
  },
});
