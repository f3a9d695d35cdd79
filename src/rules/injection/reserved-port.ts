import { defineRule } from '../../engine/rule.ts';
import { membershipIn } from '../../mesh/membership.ts';
import { containersOf, WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';

/** Inside an injected pod the proxy holds these ports: the application cannot bind them, or its traffic never arrives. */
export default defineRule({
  summary: 'No application container of an injected pod uses a port of the proxy',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  options: {
    ports: {
      type: 'array',
      items: { type: 'integer' },
      default: [15000, 15001, 15004, 15006, 15008, 15009, 15020, 15021, 15053, 15090],
      description: 'The TCP ports that the proxy uses.',
    },
  },
  messages: {
    reserved: {
      text: 'Port {{port}} belongs to the Istio proxy in the same pod, so the container "{{container}}" cannot serve there.',
      help: 'Let the application listen on another port, such as 8080.',
    },
  },
  sources: ['https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio'],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    if (!workload || membershipIn(context.mesh, workload) !== 'sidecar') return;
    for (const container of containersOf(workload)) {
      const name = container.textOf('name') ?? '';
      if (name === 'istio-proxy') continue;
      for (const port of container.child('ports').items()) {
        const { number } = port.child('containerPort');
        if (number === undefined || !context.options.ports.includes(number)) continue;
        if (!port.has('protocol') || port.textOf('protocol') === 'TCP')
          context.report(port.child('containerPort'), 'reserved', { port: number, container: name });
      }
    }
  },
});
