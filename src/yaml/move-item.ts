import { type Edit, replaceSpan } from './edit.ts';
import type { Field } from './field.ts';

/**
 * Moves an item to the end of its list. Undefined where it is the last one, where comments stand between items, and
 * where anchors or aliases are near.
 */
export function moveToEnd(item: Field): Edit | undefined {
  const { document, parent, node } = item;
  const last = parent?.items().at(-1)?.node;
  const next = parent?.at(Number(item.name) + 1).node;
  if (!parent || !node || !next || !last) return undefined;
  const between = document.text({ start: node.end, end: next.start });
  const [moved, rest] = [node, { start: next.start, end: last.end }].map((span) => document.text(span));
  if (!/^\s*[-,]\s*$/.test(between) || moved === undefined || rest === undefined) return undefined;
  if (/(?:^|[\s[{,])(?:#|[&*]\S)/.test(moved + rest)) return undefined;
  return replaceSpan(parent, { start: node.start, end: last.end }, `${rest}${between}${moved}`);
}
