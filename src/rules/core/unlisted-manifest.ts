import { basename } from 'node:path';
import { defineRule, NO_KIND } from '../../engine/rule.ts';
import type { Kustomization } from '../../mesh/kustomize.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { isCheckedGroup, type Resource } from '../../yaml/resource.ts';

/** Whoever applies the folder by kustomize applies what its kustomization names, and nobody says what was left out. */
export default defineRule({
  summary: 'A kustomization names the manifests of Istio that lie beside it',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  messages: {
    unlisted: {
      text: 'The {{kustomization}} beside this file does not name it, so kustomize leaves {{resource}} out.',
      help: 'Add {{file}} to its resources, or move the file to another folder.',
    },
  },
  sources: [
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/',
    'https://kubernetes.io/docs/tasks/manage-kubernetes-objects/kustomization/',
  ],
  kinds: ['kustomize.config.k8s.io/Kustomization', NO_KIND],
  checkMesh(mesh, context) {
    const reported = new Set<string>();
    for (const resource of mesh.resources) {
      const { path } = resource.file;
      // An IstioOperator is for istioctl, which reads it by itself.
      if (!isCheckedGroup(resource.group) || resource.group === 'install.istio.io' || reported.has(path)) continue;
      const beside = mesh.kustomizations.leavingOut(path);
      if (!beside || isBuiltFrom(resource, beside, mesh)) continue;
      reported.add(path);
      const data = {
        kustomization: basename(beside.root.document.file.path),
        resource: resource.display,
        file: basename(path),
      };
      const related = [{ field: beside.root.child('resources'), message: 'what it names' }];
      context.report(resource.root.child('kind'), 'unlisted', data, { related });
    }
  },
});

/** What the kustomization makes of a manifest that it names, such as the expected output of a test. */
function isBuiltFrom(resource: Resource, { members, prefix, suffix }: Kustomization, mesh: Mesh): boolean {
  return mesh
    .ofKind(resource.kind, resource.group)
    .some(({ name, file }) => members.has(file.path) && [name, `${prefix}${name}${suffix}`].includes(resource.name));
}
