import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';

/** Does a plain selector, as written, pick pods with these labels? Never where a value waits for a placeholder. */
export function selects(selector: Field, labels: Field): boolean {
  return !selector.hasUnknown && hasPairs(labels, selector.entries());
}

/** Are all of the pairs among the labels, as written? */
export function hasPairs(labels: Field, pairs: readonly Field[]): boolean {
  for (const { name, value } of pairs) {
    const label = labels.child(name);
    if (!label.exists || label.value !== value) return false;
  }
  return true;
}

/** Does a plain selector pick pods with these labels, or could it once their placeholders are filled in? */
export function maySelect(selector: Field, labels: Field): boolean {
  return mayHold(labels, selector.entries());
}

/** Are the pairs among the labels, or could they be once placeholders are filled in? */
export function mayHold(labels: Field, pairs: readonly Field[]): boolean {
  const isOpen = labels.isUnknown || labels.keys().some(hasPlaceholder);
  return pairs.every(({ name, value }) => {
    const label = labels.child(name);
    return label.isUnknown || (label.exists ? label.value === value : isOpen);
  });
}
