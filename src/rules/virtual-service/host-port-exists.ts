import { defineRule } from '../../engine/rule.ts';
import { qualified, targetsOfHost } from '../../mesh/host-lookup.ts';
import { portsOf } from '../../mesh/host-ports.ts';
import { isPatched } from '../../mesh/patches.ts';
import { destinationsOf } from '../../mesh/settings/virtual-service-routes.ts';
import { replaceScalar } from '../../yaml/edit.ts';

/** Traffic goes to a port of the Service, which passes it on to the port of the pods. */
export default defineRule({
  summary: 'The port of a destination is one of its Service or ServiceEntry',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': 'error' },
  codes: ['IST0101'],
  fix: 'unsafe',
  messages: {
    missing: {
      text: '{{host}} has no port {{port}}, so requests to it fail.',
      help: 'Write one of its ports: {{ports}}.',
    },
    'target-port': {
      text: '{{host}} has no port {{port}}, so requests to it fail: that is the port of the pods.',
      help: 'Write the port of the Service: {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['port'],
  check(service, context) {
    const { mesh } = context;
    const namespace = mesh.namespaceOf(service);
    for (const destination of destinationsOf(service)) {
      const [host, field] = [destination.child('host').string, destination.get('port', 'number')];
      const port = field.number;
      if (!host || port === undefined) continue;
      const targets = targetsOfHost(mesh, qualified(host, namespace), namespace);
      const ports = targets.map((target) => (isPatched(mesh, target, 'ports') ? undefined : portsOf(target)));
      const known = ports.flatMap((each) => each ?? []);
      if (known.length === 0 || ports.includes(undefined) || known.some(({ number }) => number === port)) continue;
      const [behind, ...others] = known.filter(({ target }) => target === port);
      const numbers = [...new Set(known.map(({ number }) => number))];
      if (behind && others.every(({ number }) => number === behind.number)) {
        const edit = replaceScalar(field, String(behind.number));
        context.report(field, 'target-port', { host, port, wanted: behind.number }, edit ? { fix: edit } : {});
      } else context.report(field, 'missing', { host, port, ports: numbers.join(', ') });
    }
  },
});
