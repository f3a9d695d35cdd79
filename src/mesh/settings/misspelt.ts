import { suggest } from '../../text/suggest.ts';
import type { Field } from '../../yaml/field.ts';

/**
 * Is a field not written, but one that may be meant for it? Then core/unknown-field says so, and nothing is missing.
 * `known`: names beside it that mean something else.
 */
export function isMisspelt(field: Field, known: readonly string[] = []): boolean {
  if (field.exists || !field.parent) return false;
  const names = field.parent.keys();
  const others = known.length === 0 ? names : names.filter((name) => !known.includes(name));
  return suggest(field.name, others) !== undefined;
}

/** Does a map hold none of the members (an empty list is none), nor one that may be meant for them? */
export function lacks(owner: Field, ...names: string[]): boolean {
  for (const name of names) {
    if (!owner.has(name)) continue;
    const field = owner.child(name);
    if (!field.isList || field.size > 0) return false;
  }
  return !names.some((name) => isMisspelt(owner.child(name)));
}
