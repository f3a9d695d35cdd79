import type { YamlDocument } from './document.ts';
import { type Edit, replaceSpan } from './edit.ts';
import type { Field } from './field.ts';
import type { Span } from './node.ts';
import { putMemberBefore } from './place.ts';

/**
 * Deletes a member of a map together with its line, and the map where it holds nothing else. Undefined for members that
 * are no scalars, share their line with others, or share their text with another place.
 */
export function deleteMember(field: Field): Edit | undefined {
  const { parent, document } = field;
  const member = ownText(field);
  const alone = parent?.keys().length === 1;
  if (!member || (alone && (parent.parent?.keys().length ?? 0) < 2)) return undefined;
  const start = alone ? parent.keySpan?.start : member.start;
  const lines = start === undefined ? undefined : linesOf(document, { start, end: member.end });
  const losesComment = start !== undefined && document.text({ start, end: member.start }).includes('#');
  return lines && !losesComment ? { ...lines, text: '' } : undefined;
}

/** Moves a member of a map, as it is written, to another map of the document, right before its member `before`. */
export function moveMember(field: Field, before: Field): Edit | undefined {
  const { document } = field;
  const [member, deleted, target] = [ownText(field), deleteMember(field), before.keySpan];
  if (!member || !deleted || !target || before.document !== document || isFlow(before.parent)) return undefined;
  // A comment behind the member goes with it.
  const written = document.text({ start: member.start, end: deleted.end }).trimEnd();
  const { start: place, text } = putMemberBefore(document, target.start, written);
  if (!replaceSpan(before, { start: target.start, end: target.start }, text)) return undefined;
  if (deleted.end <= place) {
    return { start: deleted.start, end: place, text: document.text({ start: deleted.end, end: place }) + text };
  }
  if (deleted.start < place) return undefined;
  return { start: place, end: deleted.end, text: text + document.text({ start: place, end: deleted.start }) };
}

/** Adds a map with one member, right before the member `before`, in the style of the map that it comes into. */
export function insertMap(before: Field, name: string, member: string, value: string): Edit | undefined {
  const { keySpan: key, document } = before;
  if (!key) return undefined;
  const place = { start: key.start, end: key.start };
  if (document.text(key).startsWith('"')) {
    return replaceSpan(before, place, `${JSON.stringify(name)}: ${JSON.stringify({ [member]: value })}, `);
  }
  if (isFlow(before.parent)) return replaceSpan(before, place, `${name}: {${member}: ${value}}, `);
  const indent = ' '.repeat(document.locate(key).column - 1);
  const edit = putMemberBefore(document, key.start, `${name}:\n${indent}  ${member}: ${value}`);
  return replaceSpan(before, place, '') && edit;
}

/** Key and value of a scalar member that stands where it belongs, in no anchor or merge. */
function ownText(field: Field): Span | undefined {
  const { keySpan: key, node } = field;
  if (!key || node?.type !== 'scalar' || node.style === 'block') return undefined;
  const span = { start: key.start, end: node.end };
  return replaceSpan(field, span, '') && span;
}

function isFlow(map: Field | undefined): boolean {
  const start = map?.node?.start ?? 0;
  return map?.document.text({ start, end: start + 1 }) === '{';
}

/** The lines that a span takes up for itself; a comment behind it goes with it. */
function linesOf(document: YamlDocument, { start, end }: Span): Span | undefined {
  const text = document.text({ start: 0, end: Number.POSITIVE_INFINITY });
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end));
  if (!rest || text.slice(lineStart, start).trim() !== '') return undefined;
  return { start: lineStart, end: end + rest[0].length };
}
