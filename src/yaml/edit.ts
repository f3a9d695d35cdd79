import type { Field } from './field.ts';
import type { Span } from './node.ts';

/** Offsets of the field's own document, and what to put there. */
export interface Edit extends Span {
  text: string;
}

/** Replaces a scalar. Undefined for what is none. */
export function replaceScalar(field: Field, text: string): Edit | undefined {
  const { node } = field;
  return node?.type === 'scalar' && node.style !== 'block' ? { start: node.start, end: node.end, text } : undefined;
}

/** Adds `member` (`name: value`) to the map that holds `field`, right before it, in the map's own style. */
export function memberBefore(field: Field, member: string): Edit | undefined {
  const key = field.keySpan;
  const map = field.parent?.node;
  if (!key || map?.type !== 'map') return undefined;
  const { document } = field;
  const flow = document.text({ start: map.start, end: map.start + 1 }) === '{';
  const indent = ' '.repeat(document.locate(key).column - 1);
  return { start: key.start, end: key.start, text: flow ? `${member}, ` : `${member}\n${indent}` };
}
