import type { SourceFile, YamlDocument } from './document.ts';
import type { Field } from './field.ts';
import { Resource } from './resource.ts';

/** The Kubernetes objects of a file, the items of every `kind: List` (and `…List`) in their place. */
export function resourcesOf(file: SourceFile): Resource[] {
  return file.documents.flatMap((document) => resourcesIn(document.root));
}

/** Does the document hold a Kubernetes object at all? */
export function isKubernetes(document: YamlDocument): boolean {
  return isObject(document.root);
}

function resourcesIn(root: Field): Resource[] {
  if (!isObject(root)) return [];
  const kind = root.child('kind').string ?? '';
  const items = root.child('items');
  if (kind.endsWith('List') && items.isList && !root.child('spec').exists) return items.items().flatMap(resourcesIn);
  return [new Resource(root)];
}

/** An API version or a kind makes an object: one alone is a mistake worth a finding, both missing is another format. */
function isObject(root: Field): boolean {
  if (!root.isMap) return false;
  const { kind, apiVersion } = { kind: root.child('kind'), apiVersion: root.child('apiVersion') };
  if (kind.exists && apiVersion.exists) return true;
  if (kind.exists) return root.child('metadata').isMap;
  return (
    /^[\w.-]+\.istio\.io\//.test(apiVersion.string ?? '') ||
    (apiVersion.exists && root.child('metadata').isMap && root.child('spec').isMap)
  );
}
