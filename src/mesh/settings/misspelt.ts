import { suggest } from '../../text/suggest.ts';
import type { Field } from '../../yaml/field.ts';

/** Is a field not written, but one that may be meant for it? Then core/unknown-field says so, and nothing is missing. */
export function isMisspelt(field: Field): boolean {
  return !field.exists && suggest(field.name, field.parent?.keys() ?? []) !== undefined;
}
