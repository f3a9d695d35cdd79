import { type Edit, rewriteString } from '../../yaml/edit.ts';
import { deleteMember } from '../../yaml/move.ts';
import type { CommentPlace, Suppressor } from './suppressor.ts';
import type { Name } from './words.ts';

/** Deletes the comment or annotation, or, where it names more than these, the names from its list. */
export function withoutNames({ place, words }: Suppressor, names: ReadonlySet<Name>): Edit | undefined {
  const kept = words.names.filter((name) => !names.has(name));
  const list = kept.map(({ text }) => text).join(', ');
  if (place.type === 'comment') {
    const [first, last] = [words.names[0], words.names.at(-1)];
    return kept.length > 0 && first && last ? { start: first.start, end: last.end, text: list } : deleteComment(place);
  }
  const { field } = place;
  if (kept.length > 0) return rewriteString(field, words.justification ? `${list} -- ${words.justification}` : list);
  const { node } = field.parent ?? {};
  const inFlow = node && field.document.text({ start: node.start, end: node.start + 1 }) === '{';
  return inFlow ? undefined : deleteMember(field);
}

/** Deletes a comment together with its line, where it has one for itself. */
export function deleteComment({ document, span: { start, end } }: CommentPlace): Edit {
  const { text } = document.file;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  if (before.trim() !== '') return { start: lineStart + before.trimEnd().length, end, text: '' };
  const lineEnd = text.indexOf('\n', end);
  return { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1, text: '' };
}
