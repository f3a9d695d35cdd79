import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { raiseTo, undersizedRequests } from '../../mesh/undersized.ts';

/** A starved istiod pushes configuration late, or is killed for its memory in the middle of a rollout. */
export default defineRule({
  summary: 'istiod requests the CPU and memory that it needs',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
  fix: 'unsafe',
  options: {
    istiod: {
      type: 'object',
      properties: { cpu: { type: 'string' }, memory: { type: 'string' } },
      required: ['cpu', 'memory'],
      additionalProperties: false,
      default: { cpu: '500m', memory: '2Gi' },
      description: 'The least that istiod may request, as Kubernetes quantities.',
    },
  },
  messages: {
    small: {
      text: 'istiod requests {{found}} of {{resource}}, less than the {{least}} that it needs to push configuration in time.',
      help: 'Request at least {{least}}, more with many services, or delete the line for the default of the chart.',
    },
  },
  sources: ['https://istio.io/latest/docs/ops/deployment/performance-and-scalability/'],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { components } of installsOf(mesh)) {
      for (const { name, resources } of components) {
        if (name !== 'istiod') continue;
        for (const { field, ...data } of undersizedRequests(resources, context.options.istiod)) {
          context.report(field, 'small', data, raiseTo(data.least, field));
        }
      }
    }
  },
});
