import { type Edit, memberBefore, replaceScalar } from './edit.ts';
import type { Field } from './field.ts';

/**
 * Adds `name: value` to a map, right before its member `before`, quoted where that one is. Undefined where the text is
 * shared through an anchor, so that an edit would reach further than the map.
 */
export function insertMember(before: Field, name: string, value: string | number): Edit | undefined {
  const { keySpan, parent } = before;
  if (!keySpan || !parent || !isOwnText(parent) || !liesIn(keySpan, parent.node)) return undefined;
  const json = before.document.text(keySpan).startsWith('"');
  return memberBefore(before, json ? `${JSON.stringify(name)}: ${JSON.stringify(value)}` : `${name}: ${plain(value)}`);
}

/** Replaces a string and keeps its quotes; undefined where the text is shared through an anchor. */
export function rewriteString(field: Field, value: string): Edit | undefined {
  if (!isOwnText(field)) return undefined;
  const { node } = field;
  const quoted = node?.type === 'scalar' && node.style === 'quoted';
  return replaceScalar(field, quoted ? JSON.stringify(value) : plain(value));
}

/** Adds a quoted string at the front of a list that holds something, in the list's own style. */
export function insertFirstItem(list: Field, value: string): Edit | undefined {
  const { document } = list;
  const first = list.at(0).node;
  if (list.node === undefined || first === undefined || !isOwnText(list.at(0))) return undefined;
  const { start } = first;
  const item = JSON.stringify(value);
  const flow = document.text({ start: list.node.start, end: list.node.start + 1 }) === '[';
  if (flow) return { start, end: start, text: `${item}, ` };
  const before = document.text({ start: 0, end: start });
  const dash = /(?:^|\n)( *- +)$/.exec(before)?.[1];
  return dash === undefined ? undefined : { start, end: start, text: `${item}\n${dash}` };
}

/** YAML's plain text for the value, quoted only where it has to be. */
function plain(value: string | number): string {
  return value === '' ? '""' : String(value);
}

/** Does the text stand where the field is, and for this field alone: in no anchor, alias or merge? */
function isOwnText(field: Field): boolean {
  for (let each: Field | undefined = field; each?.node && each.parent; each = each.parent) {
    if (!liesIn(each.node, each.parent.node)) return false;
    const before = each.document.text({ start: each.parent.node?.start ?? 0, end: each.node.start });
    if (/&[^\s,[\]{}]+\s*$/.test(before)) return false;
  }
  return true;
}

function liesIn(inner: { start: number; end: number }, outer: { start: number; end: number } | undefined): boolean {
  return outer !== undefined && inner.start >= outer.start && inner.end <= outer.end;
}
