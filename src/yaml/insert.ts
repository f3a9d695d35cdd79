import { type Edit, replaceSpan } from './edit.ts';
import type { Field } from './field.ts';
import { putMemberBefore } from './place.ts';

/**
 * Adds a member to a map, right before its member `before`. `block` is its text in block style, further lines indented as from
 * the member's own column, `flow` in flow style, which JSON takes too.
 */
export function insertText(before: Field, block: string, flow: string): Edit | undefined {
  const { keySpan: key, parent, document } = before;
  if (!key || parent?.node?.type !== 'map') return undefined;
  const inFlow = /^[{[]/.test(document.text({ start: parent.node.start, end: parent.node.start + 1 }));
  const indent = ' '.repeat(document.locate(key).column - 1);
  if (inFlow) return replaceSpan(before, { start: key.start, end: key.start }, `${flow}, `);
  const edit = putMemberBefore(document, key.start, block.replaceAll('\n', `\n${indent}`));
  return replaceSpan(before, { start: key.start, end: key.start }, '') && edit;
}

/** Writes one scalar item in place of all items of a list, as it is written there. Undefined where a comment would be lost. */
export function keepOnly(item: Field): Edit | undefined {
  const { document, parent: list, node } = item;
  const [first, last] = [list?.at(0).node, list?.items().at(-1)?.node];
  if (!list || !first || !last || node?.type !== 'scalar' || node.style === 'block') return undefined;
  const span = { start: first.start, end: last.end };
  return document.text(span).includes('#') ? undefined : replaceSpan(list, span, document.text(node));
}
