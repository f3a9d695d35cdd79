import type { YamlDocument } from './document.ts';
import type { Field } from './field.ts';
import { entryOf } from './node.ts';
import { Resource } from './resource.ts';

/** The Kubernetes objects of documents, the items of every `kind: List` (and `…List`) in their place. */
export function resourcesOf(documents: readonly YamlDocument[]): Resource[] {
  const resources: Resource[] = [];
  for (const { root } of documents) addResources(root, resources);
  return resources;
}

/** Does the document hold a Kubernetes object at all? */
export function isKubernetes(document: YamlDocument): boolean {
  return isObject(document.root);
}

function addResources(root: Field, resources: Resource[]): void {
  if (!isObject(root)) return;
  const items = root.textOf('kind')?.endsWith('List') ? root.child('items') : undefined;
  if (items?.isList && !root.child('spec').exists) for (const item of items.items()) addResources(item, resources);
  else resources.push(new Resource(root));
}

/** An API version or a kind makes an object: one alone is a mistake worth a finding, both missing is another format. */
function isObject(root: Field): boolean {
  const { node } = root;
  if (node?.type !== 'map') return false;
  const hasVersion = entryOf(node, 'apiVersion') !== undefined;
  if (entryOf(node, 'kind')) return hasVersion || root.child('metadata').isMap;
  if (!hasVersion) return false;
  const version = root.child('apiVersion').string ?? '';
  return /^[\w.-]+\.istio\.io\//.test(version) || (root.child('metadata').isMap && root.child('spec').isMap);
}
