import { suggest } from '../../text/suggest.ts';
import type { Field } from '../../yaml/field.ts';

/**
 * Is a field not written, but one that may be meant for it? Then core/unknown-field says so, and nothing is missing.
 * `known`: names beside it that mean something else.
 */
export function isMisspelt(field: Field, known: readonly string[] = []): boolean {
  if (field.exists) return false;
  const others = field.parent?.keys().filter((name) => !known.includes(name)) ?? [];
  return suggest(field.name, others) !== undefined;
}
