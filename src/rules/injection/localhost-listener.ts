import { defineRule } from '../../engine/rule.ts';
import { meshConfigsOf } from '../../mesh/embedded-config.ts';
import { localhostListeners } from '../../mesh/localhost-listener.ts';
import { membershipIn } from '../../mesh/membership.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { sidecarsOfWorkload } from '../../mesh/sidecar-scope.ts';
import { workloadPorts } from '../../mesh/workload-ports.ts';
import { WORKLOAD_KINDS, type Workload, workloadOf } from '../../mesh/workloads.ts';

/** Requests come to the address of the pod, with a sidecar as without one; only Istio before 1.10 brought them to localhost. */
export default defineRule({
  summary: 'Applications do not listen on localhost alone at a port that a Service leads to',
  type: 'problem',
  precision: 'medium',
  since: '0.1.0',
  presets: { strict: 'info', 'istioctl-parity': 'error' },
  codes: ['IST0143'],
  messages: {
    localhost: {
      text: 'The container "{{container}}" listens on {{host}} alone at port {{port}}, to which the Service {{service}} leads: nobody outside of the pod gets there.',
      help: 'Let it listen on 0.0.0.0, or on :: for IPv6, or take the port out of the Service.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0143/',
    'https://istio.io/latest/blog/2021/upcoming-networking-changes/',
  ],
  kinds: [...WORKLOAD_KINDS],
  fields: ['command', 'args', 'env'],
  check(resource, context) {
    const { mesh } = context;
    const workload = workloadOf(resource, mesh);
    if (!workload || resource.isPatch || membershipIn(mesh, workload) !== 'sidecar' || leadsToLocalhost(mesh)) return;
    for (const container of workload.spec.child('containers').maps()) {
      const name = container.child('name').string ?? '';
      const listeners = name === 'istio-proxy' ? [] : localhostListeners(container);
      for (const { field, host, port } of listeners) {
        const exposed = workloadPorts(mesh, workload).find(
          ({ target, transport }) => target === String(port) && transport === 'TCP',
        );
        if (!exposed || isServedBySidecar(mesh, workload, port)) continue;
        const related = [{ field: exposed.field.child('port'), message: 'the Service leads here' }];
        const data = { container: name, host, port, service: exposed.service.name };
        context.report(field, 'localhost', data, { related });
      }
    }
  },
});

/** May the mesh config send what comes in to localhost, as Istio did before 1.10? */
function leadsToLocalhost(mesh: Mesh): boolean {
  const modes = meshConfigsOf(mesh).map(({ field }) => field.get('inboundTrafficPolicy', 'mode'));
  return modes.some((mode) => mode.isSet && mode.string !== 'PASSTHROUGH');
}

/** May an ingress listener of its Sidecar bring requests to localhost? */
function isServedBySidecar(mesh: Mesh, workload: Workload, port: number): boolean {
  return sidecarsOfWorkload(mesh, workload).some((sidecar) =>
    sidecar?.spec
      .child('ingress')
      .items()
      .map((listener) => listener.child('defaultEndpoint'))
      .some((endpoint) => endpoint.isUnknown || endpoint.string?.endsWith(`:${port}`)),
  );
}
