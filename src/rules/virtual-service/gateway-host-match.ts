import { defineRule } from '../../engine/rule.ts';
import { gatewaysNamed, hostsBoundIn, takesHost } from '../../mesh/gateways.ts';

/** A gateway passes on only requests for its own hosts, so a VirtualService with other ones gets none. */
export default defineRule({
  summary: 'The hosts of a VirtualService are hosts of the gateways that it is bound to',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    'istioctl-parity': ['warning', { requireAll: false }],
  },
  codes: ['IST0132'],
  options: {
    requireAll: {
      type: 'boolean',
      default: true,
      description:
        'Report each host that no gateway takes; off, only VirtualServices of which a gateway takes no host.',
    },
  },
  messages: {
    none: {
      text: 'The gateway {{gateway}} has none of the hosts of the VirtualService, so no request comes through it.',
      help: 'Align the hosts; the gateway takes {{bound}}.',
    },
    partial: {
      text: 'None of the gateways takes the host "{{host}}", so no request for it comes in.',
      help: 'Add the host to a server of a gateway, or delete it here; the gateways take {{bound}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0132/',
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Server',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['gateways'],
  check(service, context) {
    if (service.isPatch) return;
    const { mesh, options } = context;
    const namespace = mesh.namespaceOf(service);
    const hosts = service.spec.child('hosts').items();
    if (hosts.length === 0 || hosts.some(({ string }) => string === undefined)) return;
    const all: string[] = [];
    let isWhole = true;
    for (const field of service.spec.child('gateways').items()) {
      const name = field.string;
      const found = name === undefined || name === 'mesh' ? [] : gatewaysNamed(mesh, name, namespace);
      const bound = found.map((gateway) => hostsBoundIn(mesh, gateway, namespace));
      const known = bound.flatMap((each) => each ?? []);
      all.push(...known);
      if (found.length === 0 || bound.includes(undefined)) isWhole = false;
      else if (!hosts.some(({ string }) => takesHost(known, string ?? ''))) {
        context.report(field, 'none', { gateway: name ?? '', bound: listed(known) });
        isWhole = false;
      }
    }
    if (!options.requireAll || !isWhole) return;
    for (const field of hosts)
      if (!takesHost(all, field.string ?? ''))
        context.report(field, 'partial', { host: field.string ?? '', bound: listed(all) }, { codes: [] });
  },
});

function listed(hosts: readonly string[]): string {
  return hosts.length === 0 ? 'none that this namespace may bind to' : [...new Set(hosts)].join(', ');
}
