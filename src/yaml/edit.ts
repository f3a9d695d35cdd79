import type { Field } from './field.ts';
import type { Span } from './node.ts';
import { putItemBefore, putMemberBefore } from './place.ts';
import { resolvePlain } from './scalar.ts';

/** Offsets of the field's own document, and what to put there. */
export interface Edit extends Span {
  text: string;
}

/**
 * An edit of a field's key or value. Undefined where the text is shared through an anchor, an alias or a merge, so that
 * an edit would reach further than the field, and where text and value of embedded configuration do not run in step.
 */
export function replaceSpan(field: Field, span: Span, text: string): Edit | undefined {
  return isOwnText(field, span) ? { start: span.start, end: span.end, text } : undefined;
}

/** Replaces a scalar by text that is valid YAML and JSON: a number, `true`, or quoted text. */
export function replaceScalar(field: Field, text: string): Edit | undefined {
  const { node } = field;
  return node?.type === 'scalar' && node.style !== 'block' ? replaceSpan(field, node, text) : undefined;
}

/** Replaces a string and keeps its quotes. */
export function rewriteString(field: Field, value: string): Edit | undefined {
  const { node, document } = field;
  if (node?.type !== 'scalar' || node.style !== 'quoted') return replaceScalar(field, plain(value));
  const isSingle = document.text({ start: node.start, end: node.start + 1 }) === "'";
  return replaceScalar(field, isSingle ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value));
}

/** Adds `name: value` to a map, right before its member `before`, quoted where that one is, in the map's own style. */
export function insertMember(before: Field, name: string, value: string | number): Edit | undefined {
  const { keySpan: key, parent, document } = before;
  if (!key || parent?.node?.type !== 'map' || !isOwnText(before, key)) return undefined;
  const json = document.text(key).startsWith('"');
  const member = json ? `${JSON.stringify(name)}: ${JSON.stringify(value)}` : `${name}: ${plain(value)}`;
  const flow = document.text({ start: parent.node.start, end: parent.node.start + 1 }) === '{';
  return flow
    ? { start: key.start, end: key.start, text: `${member}, ` }
    : putMemberBefore(document, key.start, member);
}

/**
 * Writes another member in place of one. `block` is its text in block style, further lines indented as from the member's own
 * column, `flow` in flow style. Undefined where a comment would be lost.
 */
export function replaceMember(field: Field, block: string, flow: string): Edit | undefined {
  const { keySpan: key, parent, document, node } = field;
  if (!key || !node || parent?.node?.type !== 'map') return undefined;
  const span = { start: key.start, end: node.end };
  const inFlow = /^[{[]/.test(document.text({ start: parent.node.start, end: parent.node.start + 1 }));
  const written = document.text(span);
  if (/#/.test(written)) return undefined;
  const indent = ' '.repeat(document.locate(key).column - 1);
  const end = /\s*$/.exec(written)?.[0] ?? '';
  return replaceSpan(field, span, inFlow ? flow : block.replaceAll('\n', `\n${indent}`) + end);
}

/** Adds a quoted string at the front of a list that holds something, in the list's own style. */
export function insertFirstItem(list: Field, value: string): Edit | undefined {
  const { document } = list;
  const first = list.at(0);
  if (list.node === undefined || first.node === undefined || !isOwnText(first, first.node)) return undefined;
  const { start } = first.node;
  const item = JSON.stringify(value);
  if (document.text({ start: list.node.start, end: list.node.start + 1 }) === '[')
    return { start, end: start, text: `${item}, ` };
  return putItemBefore(document, start, item);
}

/** YAML's plain text for the value, quoted where it would be read as something else, in a block or in a flow. */
function plain(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return PLAIN.test(value) && typeof resolvePlain(value) === 'string' ? value : JSON.stringify(value);
}

const PLAIN = /^[\w./][\w./:+@%-]*(?<!:)$/;

function isOwnText(field: Field, span: Span): boolean {
  const { document } = field;
  const place = document.toFile(span);
  if (document.file.text.slice(place.start, place.end) !== document.text(span)) return false;
  for (let owner: Field | undefined = field; owner; owner = owner.parent) {
    const { node } = owner;
    if (node === undefined || (owner !== field && !liesIn(span, node))) return false;
    if (/[&!]\S*\s+$/.test(document.text({ start: Math.max(0, node.start - 100), end: node.start }))) return false;
  }
  return true;
}

function liesIn(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
