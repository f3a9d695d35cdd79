import { defineRule } from '../../engine/rule.ts';
import { portsReaching, selectsText, workloadsOfGateway } from '../../mesh/gateway-workloads.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import type { Workload } from '../../mesh/workloads.ts';

/** A gateway listens on every port of its Gateways, and clients come in by those of its Service alone. */
export default defineRule({
  summary: 'The ports of a Gateway are ports of a Service of its pods',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: ['warning', { world: 'closed' }],
    'istioctl-parity': ['warning', { world: 'closed', defaultPorts: [80, 443, 15443, 31400] }],
  },
  codes: ['IST0162'],
  options: {
    world: { ...WORLD_OPTION, description: 'closed: pods without any Service in the files have none. Else they may.' },
    defaultPorts: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 65535 },
      default: [] as number[],
      description:
        "Ports of Istio's default gateway (istio: ingressgateway) where it is installed apart from the files; none: it is not judged then.",
    },
  },
  messages: {
    missing: {
      text: 'No Service of the gateway has the port {{port}}, so connections to it do not reach this server.',
      help: '{{wanted}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0162/',
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Port',
  ],
  kinds: ['networking.istio.io/Gateway'],
  fields: ['servers'],
  check(gateway, context) {
    const { mesh, options } = context;
    const selector = selectorOf(gateway);
    if (gateway.isPatch || selector.keys().length === 0 || selector.hasUnknown) return;
    const workloads = workloadsOfGateway(mesh, gateway);
    const isBehindDefault = ({ namespace, labels }: Workload) =>
      namespace === mesh.rootNamespace && labels.child('istio').string === 'ingressgateway';
    const isDefault =
      options.defaultPorts.length > 0 &&
      (selectsText(selector, 'istio=ingressgateway') || workloads.some(isBehindDefault));
    if (workloads.length === 0 && !isDefault) return;
    const found = workloads.map((workload) => portsReaching(mesh, workload));
    const ports = found.flatMap((each) => each ?? []);
    const isProven = isDefault || options.world === 'closed' || ports.some(({ service }) => service);
    if (!isProven || found.includes(undefined)) return;

    const numbers = new Set([...ports.map(({ number }) => number), ...(isDefault ? options.defaultPorts : [])]);
    const service = ports.find((each) => each.service)?.service;
    const listed = [...numbers].sort((a, b) => a - b).join(', ');
    for (const server of gateway.spec.child('servers').items()) {
      const field = server.get('port', 'number');
      const port = field.number;
      if (!port || numbers.has(port)) continue;
      const add = service ? `Add ${port} to the ports of ${service.display}` : `Give the pods a Service with ${port}`;
      const wanted = listed ? `${add}, or write one that is there: ${listed}.` : `${add}.`;
      const related = service
        ? [{ field: service.spec.child('ports'), message: `the ports of ${service.display}` }]
        : [];
      context.report(field, 'missing', { port, wanted }, { related });
    }
  },
});
