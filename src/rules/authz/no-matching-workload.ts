import { defineRule } from '../../engine/rule.ts';
import { absentWorkload } from '../../mesh/absent-workload.ts';
import { ownChoice, saysMembership } from '../../mesh/injection.ts';
import { isLabelledByKustomize, membershipIn } from '../../mesh/membership.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { absenceOf, WORLD_OPTION } from '../../mesh/references.ts';
import { choosesAll, holdsWorkloads, selectorOf, workloadsIn } from '../../mesh/selected-workloads.ts';
import type { Workload } from '../../mesh/workloads.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** Pods that a policy does not choose are not guarded by it; of one that chooses none people think that they are. */
export default defineRule({
  summary: 'An AuthorizationPolicy chooses a workload of the mesh',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['warning', { world: 'closed' }],
  },
  codes: ['IST0127', 'KIA0004'],
  options: { world: WORLD_OPTION },
  messages: {
    none: {
      text: 'No workload of the mesh in {{where}} has the labels {{selector}}, so this policy guards nothing.',
      help: '{{wanted}}',
    },
    namespace: {
      text: 'No workload in {{where}} is in the mesh, so this policy guards nothing.',
      help: 'Bring the workloads into the mesh, or move the policy to their namespace.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0127/',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  check(policy, context) {
    const { mesh, options } = context;
    const { spec } = policy;
    if (policy.isPatch || spec.has('targetRef') || spec.has('targetRefs')) return;
    const namespace = mesh.namespaceOf(policy);
    // In a closed world a namespace that nobody labelled is not in the mesh; else injection/namespace-label speaks of it.
    const isOut = (workload: Workload) => {
      const membership = membershipIn(mesh, workload);
      if (options.world === 'closed' && membership === 'unknown')
        return !isLabelledByKustomize(mesh, workload.namespace);
      return membership === 'none' && (options.world === 'closed' || !isLeftOpen(mesh, workload));
    };
    const where = namespace === mesh.rootNamespace ? 'any namespace' : namespace || 'its namespace';
    if (choosesAll(selectorOf(policy))) {
      if (namespace === mesh.rootNamespace || spec.child('selector').hasUnknown) return;
      const own = workloadsIn(mesh, namespace);
      if (own.some((workload) => !isOut(workload))) return;
      const isKnown = () => own.length > 0 && holdsWorkloads(mesh, namespace);
      const absence = absenceOf(context, { kind: 'workload', namespace, name: '*' }, [], isKnown);
      if (absence) context.report(policy.metadata.child('name'), 'namespace', { where });
      return;
    }
    const absent = absentWorkload(context, policy, (workload) => !isOut(workload));
    if (!absent) return;
    const { pair, near, text } = absent;
    const edit = near === undefined ? undefined : rewriteString(pair, near);
    const wanted = near === undefined ? 'Write labels that pods of the mesh have.' : `Write ${pair.name}: ${near}.`;
    const suggestions = edit ? [{ desc: `Write ${pair.name}: ${near}`, edit }] : [];
    context.report(pair, 'none', { selector: text, where, wanted }, { suggestions });
  },
});

/** Is it out of the mesh only because its Namespace says nothing? */
function isLeftOpen(mesh: Mesh, workload: Workload): boolean {
  const { manifests } = mesh.namespaces().get(workload.namespace) ?? { manifests: [] };
  return ownChoice(workload) === undefined && manifests.some((manifest) => !saysMembership(manifest));
}
