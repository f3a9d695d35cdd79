import { defineRule } from '../../engine/rule.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { membershipIn, SURELY_OPTION } from '../../mesh/membership.ts';
import { type WorkloadPort, workloadPorts } from '../../mesh/workload-ports.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';

/** Policies and settings of a port hold for the pods' port, so two Services that share it by other numbers share them. */
export default defineRule({
  summary: 'Services of a workload reach one of its ports by the same number',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { strict: 'info', 'istioctl-parity': ['warning', { surely: true, oneService: true }] },
  codes: ['IST0137'],
  options: {
    surely: SURELY_OPTION,
    oneService: {
      type: 'boolean',
      default: false,
      description: 'Report two ports of one Service that lead to the same port of the pods too, as istioctl does.',
    },
  },
  messages: {
    conflict: {
      text: 'Port {{target}} of these pods is reached as {{ports}} by {{services}}; what is set for that port of the pods holds for all of them.',
      help: 'Give the Services the same port, or let the pods listen on one port for each.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0137/'],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const { mesh, options } = context;
    const workload = workloadOf(resource, mesh);
    if (!workload || resource.isPatch) return;
    const membership = membershipIn(mesh, workload);
    if (membership === 'none' || (membership === 'unknown' && options.surely)) return;
    const ports = workloadPorts(mesh, workload);
    for (const [target, same] of groupBy(ports, (port) => port.target)) {
      const numbers = [...new Set(same.map(({ number }) => number))].sort((a, b) => a - b);
      const services = [...new Set(same.map(({ service }) => service.display))];
      if (numbers.length < 2 || !(options.oneService || haveApart(same))) continue;
      const related = same.map(({ field }) => ({ field: field.child('port'), message: `leads to ${target}` }));
      const data = { target, ports: numbers.join(' and '), services: services.join(' and ') };
      context.report(resource.metadata.child('name'), 'conflict', data, { related });
    }
  },
});

/** Do two Services have no number for the port in common? */
function haveApart(ports: WorkloadPort[]): boolean {
  const sets = [...groupBy(ports, ({ service }) => service).values()].map(
    (own) => new Set(own.map(({ number }) => number)),
  );
  return sets.some((one) => sets.some((other) => ![...one].some((number) => other.has(number))));
}
