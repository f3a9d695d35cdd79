import { type Edit, replaceSpan } from './edit.ts';
import type { Field } from './field.ts';

/**
 * Removes a scalar item of a list, in the list's own style. Undefined for the first item, where a comment stands in a line
 * before it or behind it, and where the text is shared through an anchor or alias.
 */
export function removeItem(item: Field): Edit | undefined {
  const { document, parent } = item;
  const before = parent?.at(Number(item.name) - 1).node;
  if (item.node?.type !== 'scalar' || parent?.node?.type !== 'sequence' || before?.type !== 'scalar') return undefined;
  if (item.node.style === 'block' || before.style === 'block') return undefined;
  const between = document.text({ start: before.end, end: item.node.start });
  // What stands behind the item before it, on its line, is about that one.
  const kept = /^([ \t]*(?:#[^\n]*?)?)\r?\n *- +$/.exec(between)?.[1];
  if (kept === undefined && !/^\s*,\s*$/.test(between)) return undefined;
  if (/^[ \t]*,?[ \t]*#/.test(document.text({ start: item.node.end, end: item.node.end + 200 }))) return undefined;
  return replaceSpan(item, item.node, '') && { start: before.end + (kept?.length ?? 0), end: item.node.end, text: '' };
}
