import { defineRule } from '../../engine/rule.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { containersOf, workloadOf } from '../../mesh/workloads.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** istioctl still reads IstioOperator files; what is gone is the controller that installed from resources in a cluster. */
export default defineRule({
  summary: 'Nothing relies on the operator in the cluster, which Istio 1.24 removed',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.24',
  presets: { recommended: 'warning', strict: 'warning' },
  messages: {
    applied: {
      text: 'This IstioOperator is applied to a cluster, where nothing reads it: Istio 1.24 removed the operator.',
      help: 'Take it out of the kustomization and install with istioctl install -f or Helm; the Sail Operator does it in a cluster.',
    },
    operator: {
      text: 'This is the operator of an Istio before 1.24, which installs no later one.',
      help: 'Install with istioctl or Helm, or with the Sail Operator, and delete this Deployment once istiod no longer belongs to it.',
    },
    definition: {
      text: 'Nothing in a cluster reads IstioOperator any more: Istio 1.24 removed the operator, so this definition serves no one.',
      help: 'Delete it; istioctl install -f needs none.',
    },
  },
  sources: [
    'https://istio.io/latest/news/releases/1.24.x/announcing-1.24/upgrade-notes/',
    'https://istio.io/latest/blog/2024/in-cluster-operator-deprecation-announcement/',
  ],
  kinds: ['install.istio.io/IstioOperator', 'apps/Deployment', 'apiextensions.k8s.io/CustomResourceDefinition'],
  check(resource, context) {
    const { mesh } = context;
    if (resource.isPatch) return;
    if (resource.kind === 'IstioOperator') {
      if (isApplied(resource, mesh)) context.report(resource.root.child('kind'), 'applied');
    } else if (resource.kind === 'Deployment') {
      const image = operatorImage(resource, mesh);
      if (image) context.report(image, 'operator');
    } else if (resource.name === 'istiooperators.install.istio.io')
      context.report(resource.metadata.child('name'), 'definition');
  },
});

/** A kustomization that gathers objects from other files too is for kubectl; one around a single file may only patch it. */
function isApplied({ file, group }: Resource, mesh: Mesh): boolean {
  const kustomizations = mesh.kustomizations.of(file.path);
  if (kustomizations.length === 0) return false;
  return mesh.resources.some(
    (other) =>
      other.file !== file &&
      other.kind !== '' &&
      other.group !== group &&
      mesh.kustomizations.of(other.file.path).some((kustomization) => kustomizations.includes(kustomization)),
  );
}

/** The image of a container that runs `operator server` from Istio's image `operator`. */
function operatorImage(resource: Resource, mesh: Mesh): Field | undefined {
  const workload = workloadOf(resource, mesh);
  const containers = workload ? containersOf(workload) : [];
  return containers
    .map((container) => container.child('image'))
    .find(({ string = '', parent }) => {
      if (!parent || !/(?:^|\/)operator(?:[:@]|$)/.test(string)) return false;
      const words = [...parent.child('command').texts(), ...parent.child('args').texts()];
      const names = [resource.name, parent.child('name').string ?? '', string];
      return names.some((name) => name.includes('istio')) && words.includes('operator') && words.includes('server');
    });
}
