import { defineRule } from '../../engine/rule.ts';
import { declinedBy, howDeclined, policyNaming } from '../../mesh/declined.ts';
import { effectiveMtls } from '../../mesh/effective-mtls.ts';
import { isProxyOnly, membershipIn } from '../../mesh/membership.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { memberLabel } from '../../mesh/mesh-evidence.ts';
import { servicesOfWorkload } from '../../mesh/selected-workloads.ts';
import { isControlPlane } from '../../mesh/services.ts';
import { WORKLOAD_KINDS, type Workload, workloadOf } from '../../mesh/workloads.ts';

/** STRICT is kept by the proxy of each pod: a pod that declines its own is as open as before, and cannot call the others. */
export default defineRule({
  summary: 'Workloads for which mutual TLS is STRICT have a proxy that keeps to it',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  options: {
    allow: {
      type: 'array',
      items: { type: 'string' },
      default: [] as string[],
      description: 'Workloads that are meant to be without a proxy, as "namespace/name".',
    },
  },
  messages: {
    declined: {
      text: 'Mutual TLS is STRICT for {{workload}}, but its pods {{how}}, so they take plaintext from anyone, and STRICT workloads refuse what they send.',
      help: '{{wanted}}, or keep callers out by other means, such as a NetworkPolicy.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  kinds: [...WORKLOAD_KINDS],
  fields: ['sidecar.istio.io/inject', 'hostNetwork'],
  check(resource, context) {
    const { mesh } = context;
    const workload = workloadOf(resource, mesh);
    const reason = workload && declinedBy(workload);
    if (!reason || resource.isPatch || context.options.allow.includes(`${workload.namespace}/${resource.name}`)) return;
    if (!isException(mesh, workload) || policyNaming(mesh, workload)) return;
    const { mode, decided } = effectiveMtls(mesh, workload) ?? {};
    if (mode !== 'STRICT' || !decided) return;
    // What nobody calls by a name is likely meant to be outside, unless the policy means it.
    if (decided.scope !== 'workload' && servicesOfWorkload(mesh, workload).length === 0) return;
    const wanted =
      reason.name === 'hostNetwork'
        ? 'Take the pods off the network of the host'
        : `Delete the ${reason.parent?.name === 'labels' ? 'label' : 'annotation'}`;
    const related = [{ field: decided.field, message: 'STRICT is set here' }];
    context.report(reason, 'declined', { workload: resource.display, how: howDeclined(reason), wanted }, { related });
  },
});

/** Is it an application that is out of the mesh, in a namespace whose other pods are in it? */
function isException(mesh: Mesh, workload: Workload): boolean {
  const { namespace, resource } = workload;
  if (namespace === mesh.rootNamespace || isControlPlane(resource) || isProxyOnly(workload)) return false;
  const manifests = mesh.namespaces().get(namespace)?.manifests ?? [];
  return (
    manifests.length > 0 &&
    manifests.every(({ labels }) => memberLabel(labels)) &&
    membershipIn(mesh, workload) === 'none'
  );
}
