import { type Edit, replaceSpan } from './edit.ts';
import type { Field } from './field.ts';

/** Comments, anchors and aliases, whose place means something, and block scalars that keep the empty lines after them. */
const BOUND_TO_PLACE = /(?:^|[\s[{,])(?:#|[&*]\S)|[|>]\d?\+/;

/**
 * Moves an item to the end of its list. Undefined where it is the last one, where comments stand among the items, and
 * where anchors or aliases are near.
 */
export function moveToEnd(item: Field): Edit | undefined {
  const { document, parent } = item;
  const [last, after] = [parent?.items().at(-1), parent?.at(Number(item.name) + 1)];
  if (!parent?.node || !last?.node || !after?.node || !item.node) return undefined;
  const isFlow = document.text({ start: parent.node.start, end: parent.node.start + 1 }) === '[';
  const [start, next] = [item, after].map((each) => (isFlow ? each.node?.start : dashOf(each)));
  if (start === undefined || next === undefined) return undefined;
  const chunk = document.text({ start, end: next });
  const rest = document.text({ start: next, end: last.node.end }).trimEnd();
  const moved = isFlow ? document.text(item.node) : chunk.trimEnd();
  const between = chunk.slice(moved.length);
  if (BOUND_TO_PLACE.test(chunk + rest) || !(isFlow ? /^\s*,\s*$/ : /^\s+$/).test(between)) return undefined;
  return replaceSpan(parent, { start, end: next + rest.length }, `${rest}${between}${moved}`);
}

/** Where the "- " of an item in a block starts, if nothing else stands before it on its line. */
function dashOf({ document, node }: Field): number | undefined {
  if (!node) return undefined;
  const before = document.text({ start: Math.max(0, node.start - 200), end: node.start });
  const dash = /(?:^|\n) *(-\s+)$/.exec(before)?.[1];
  return dash === undefined ? undefined : node.start - dash.length;
}
