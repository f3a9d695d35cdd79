import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { raiseTo, undersizedRequests } from '../../mesh/undersized.ts';

/** One ztunnel carries the traffic of every ambient pod of its node. */
export default defineRule({
  summary: 'ztunnel requests the CPU and memory that it needs',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.24',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning', ambient: 'warning' },
  fix: 'unsafe',
  options: {
    ztunnel: {
      type: 'object',
      properties: { cpu: { type: 'string' }, memory: { type: 'string' } },
      required: ['cpu', 'memory'],
      additionalProperties: false,
      default: { cpu: '50m', memory: '64Mi' },
      description: 'The least that ztunnel may request, as Kubernetes quantities.',
    },
    chart: {
      type: 'object',
      properties: { cpu: { type: 'string' }, memory: { type: 'string' } },
      required: ['cpu', 'memory'],
      additionalProperties: false,
      default: { cpu: '200m', memory: '512Mi' },
      description: "The chart's default; a request between the minimum and this is only mentioned.",
    },
  },
  messages: {
    small: {
      text: 'ztunnel requests {{found}} of {{resource}}, less than the {{least}} that it needs to carry the traffic of a node.',
      help: 'Request at least {{least}}, or delete the line for the default of the chart.',
    },
    'below-chart': {
      text: 'ztunnel requests {{found}} of {{resource}}; the chart gives it {{least}} to carry the traffic of a node.',
      help: 'Make sure that it is enough for your nodes, or delete the line for the default of the chart.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ambient/architecture/data-plane/',
    'https://istio.io/latest/docs/ops/deployment/performance-and-scalability/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    const { ztunnel, chart } = context.options;
    for (const { components } of installsOf(mesh)) {
      for (const { name, resources } of components) {
        if (name !== 'ztunnel') continue;
        const small = undersizedRequests(resources, ztunnel);
        for (const { field, ...data } of small) {
          context.report(field, 'small', data, raiseTo(data.least, field));
        }
        for (const { field, ...data } of undersizedRequests(resources, chart)) {
          if (!small.some((each) => each.resource === data.resource))
            context.report(field, 'below-chart', data, { level: 'info' });
        }
      }
    }
  },
});
