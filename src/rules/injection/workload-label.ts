import { defineRule } from '../../engine/rule.ts';
import { declinedBy, howDeclined, policyNaming } from '../../mesh/declined.ts';
import { INJECT_LABEL, INJECTION_LABEL, REVISION_LABEL } from '../../mesh/injection.ts';
import { isLivePod, LIVE_PODS_OPTION } from '../../mesh/live-pods.ts';
import { membershipIn } from '../../mesh/membership.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import { containersOf, WORKLOAD_KINDS, type Workload, workloadOf } from '../../mesh/workloads.ts';

/** What a policy says of a workload is done by its proxy: pods that decline it are as open as if it had not been said. */
export default defineRule({
  summary: 'Workloads that policies choose take part in the mesh',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'error',
    security: 'error',
    'istioctl-parity': ['warning', { pods: 'live', policies: false }],
  },
  codes: ['IST0103'],
  options: {
    pods: LIVE_PODS_OPTION,
    policies: {
      type: 'boolean',
      default: true,
      description: 'Report workloads that decline the proxy though a policy chooses them by their labels.',
    },
  },
  messages: {
    declined: {
      text: '{{policy}} chooses these pods, but they {{how}}, so nothing enforces it.',
      help: '{{wanted}}',
    },
    'without-proxy': {
      text: 'The namespace asks for sidecars, and this pod runs without one, so it is not in the mesh.',
      help: 'Restart the pod; if it stays so, see whether the injector runs.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/injection/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0103/',
  ],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const { mesh, options } = context;
    const workload = workloadOf(resource, mesh);
    if (!workload || resource.isPatch) return;
    const hasProxy = containersOf(workload).some((each) => each.child('name').string === 'istio-proxy');
    const isLive = resource.kind === 'Pod' && isLivePod(resource, options.pods);
    if (isLive && !hasProxy && isAskedFor(mesh, workload)) {
      context.report(resource.metadata.child('name'), 'without-proxy', {}, { codes: ['IST0103'] });
      return;
    }
    if (!options.policies || membershipIn(mesh, workload) !== 'none') return;
    const reason = declinedBy(workload);
    const policy = reason && policyNaming(mesh, workload);
    if (!policy) return;
    const isHost = reason.name === 'hostNetwork';
    const data = {
      policy: policy.display,
      how: howDeclined(reason),
      wanted: isHost
        ? 'Take them off the network of the host, or guard them by other means.'
        : 'Delete the label, or guard the pods by other means and take the policy off them.',
    };
    const related = [{ field: selectorOf(policy), message: `${policy.display} chooses them` }];
    context.report(reason, 'declined', data, { related, codes: [] });
  },
});

/** Does the Namespace ask for sidecars, and the pod not decline? */
function isAskedFor(mesh: Mesh, { namespace, labels, annotations, spec }: Workload): boolean {
  const manifests = mesh.namespaces().get(namespace)?.manifests ?? [];
  const own = labels.child(INJECT_LABEL).exists ? labels.child(INJECT_LABEL) : annotations.child(INJECT_LABEL);
  if (String(own.value).toLowerCase() === 'false' || spec.child('hostNetwork').value) return false;
  return (
    manifests.length > 0 &&
    manifests.every((manifest) => manifest.labels.child(INJECTION_LABEL).string === 'enabled') &&
    !labels.child(REVISION_LABEL).isUnknown
  );
}
