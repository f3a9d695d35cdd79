import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { raiseTo, undersizedRequests } from '../../mesh/undersized.ts';

/** All traffic that enters the mesh goes through these pods; the chart's own default is made for trying things out. */
export default defineRule({
  summary: 'Ingress and egress gateways request the CPU and memory that production needs',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'info', production: 'warning' },
  fix: 'unsafe',
  options: {
    ingressGateway: {
      type: 'object',
      properties: { cpu: { type: 'string' }, memory: { type: 'string' } },
      required: ['cpu', 'memory'],
      additionalProperties: false,
      default: { cpu: '1000m', memory: '1Gi' },
      description: 'The least that a gateway may request, as Kubernetes quantities.',
    },
  },
  messages: {
    small: {
      text: 'This gateway requests {{found}} of {{resource}}, less than the {{least}} of a gateway in production.',
      help: 'Request at least {{least}}, and scale with traffic.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/deployment/performance-and-scalability/',
    'https://istio.io/latest/docs/setup/additional-setup/gateway/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { components } of installsOf(mesh)) {
      for (const { name, resources } of components) {
        if (name !== 'ingressGateway' && name !== 'egressGateway' && name !== 'gateway') continue;
        for (const { field, ...data } of undersizedRequests(resources, context.options.ingressGateway)) {
          context.report(field, 'small', data, raiseTo(data.least, field));
        }
      }
    }
  },
});
