import { isDeepStrictEqual } from 'node:util';
import { defineRule } from '../../engine/rule.ts';
import { FirstOf } from '../../mesh/first-of.ts';
import { KUSTOMIZE } from '../../mesh/kustomize.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { isTakenOut } from '../../mesh/patches.ts';
import type { Resource } from '../../yaml/resource.ts';

/** The last one applied wins, and which that is depends on the order of files. */
export default defineRule({
  summary: 'A resource is written once in what is applied together',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  messages: {
    different: {
      text: '{{resource}} is written twice; the one that is applied last replaces the other.',
      help: 'Merge the two, or rename one.',
    },
    same: { text: '{{resource}} is written twice in the same words.', help: 'Delete one of the two.' },
  },
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  checkMesh(mesh, context) {
    const seen = new FirstOf(mesh);
    for (const resource of mesh.resources) {
      const identity = identityOf(resource, mesh);
      const first = identity === undefined ? undefined : seen.earlier(identity, resource);
      if (!first || isTakenOut(mesh, first) || isTakenOut(mesh, resource)) continue;
      const messageId = isDeepStrictEqual(first.root.value, resource.root.value) ? 'same' : 'different';
      const related = [{ field: first.metadata.child('name'), message: `${first.display} stands here first` }];
      context.report(resource.metadata.child('name'), messageId, { resource: resource.display }, { related });
    }
  },
});

/** Group, kind, namespace and name; undefined for what has no name of its own or only completes another resource. */
function identityOf(resource: Resource, mesh: Mesh): string | undefined {
  const { name, kind, group, namespace } = resource;
  if (resource.isPatch || !name || !kind || group === KUSTOMIZE) return undefined;
  if (!namespace && resource.metadata.child('namespace').isUnknown) return undefined;
  const affixes = mesh.kustomizations.affixesOf(resource.file.path);
  return `${resource.groupKind} ${mesh.namespaceOf(resource)}/${name} ${affixes}`;
}
