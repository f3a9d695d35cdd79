import type { Field } from '../yaml/field.ts';
import { memberOf, type YamlNode } from '../yaml/node.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';

/** Does a plain selector, as written, pick pods with these labels? Never where a value waits for a placeholder. */
export function selects(selector: Field, labels: Field): boolean {
  return hasPairs(labels, selector) && !selector.hasUnknown;
}

/** Are all of the pairs of a selector among the labels, as written? */
export function hasPairs(labels: Field, { node }: Field): boolean {
  if (node?.type === 'map')
    for (const { name, value } of node.entries) if (!isSame(labelOf(labels, name), value)) return false;
  return true;
}

/** Does a plain selector pick pods with these labels, or could it once their placeholders are filled in? */
export function maySelect(selector: Field, labels: Field): boolean {
  return mayHold(labels, selector.entries());
}

/** Are the pairs among the labels, or could they be once placeholders are filled in? */
export function mayHold(labels: Field, pairs: readonly Field[]): boolean {
  for (const { name, node } of pairs) {
    const label = labelOf(labels, name);
    if (isSame(label, node)) continue;
    if (label === undefined ? !hasOpenKeys(labels) : !labels.child(name).isUnknown) return false;
  }
  return true;
}

/** Do two plain selectors want different values of a label, so that no pod is for both? */
export function areContrary({ node }: Field, other: Field): boolean {
  if (node?.type === 'map')
    for (const { name, value } of node.entries) {
      const label = labelOf(other, name);
      if (label && !isSame(label, value)) return true;
    }
  return false;
}

/** May a map get more members once placeholders are filled in? */
export function hasOpenKeys(map: Field): boolean {
  return map.isUnknown || map.keys().some(hasPlaceholder);
}

function labelOf({ node }: Field, name: string): YamlNode | undefined {
  return memberOf(node, name)?.value;
}

/** Labels are texts: of lists and maps no two are the same. */
function isSame(one: YamlNode | undefined, other: YamlNode | undefined): boolean {
  return one?.type === 'scalar' && other?.type === 'scalar' && one.value === other.value;
}
