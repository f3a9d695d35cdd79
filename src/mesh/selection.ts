import { matchesLabels } from '../values/selector.ts';
import type { Field } from '../yaml/field.ts';

/** Does a plain selector, as written, pick pods with these labels? Never where a value waits for a placeholder. */
export function selects(selector: Field, labels: Field): boolean {
  if (selector.hasUnknown) return false;
  return matchesLabels(recordOf(selector), recordOf(labels));
}

function recordOf(map: Field): Record<string, unknown> {
  return Object.fromEntries(map.entries().map((entry) => [entry.name, entry.value]));
}
