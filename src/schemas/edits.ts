import type { FieldEdit } from '../engine/rule.ts';
import type { Field } from '../yaml/field.ts';
import type { Span } from '../yaml/node.ts';

/** An edit of a field's key or value; undefined where an alias or a merge shares the text with other places. */
export function replacing(field: Field, span: Span, text: string): FieldEdit | undefined {
  const { document } = field;
  for (let owner: Field | undefined = field; owner; owner = owner.parent) {
    const { extent } = owner;
    if (!extent) return undefined;
    if (owner !== field && (span.start < extent.start || span.end > extent.end)) return undefined;
    if (/[&!]\S*\s+$/.test(document.text({ start: Math.max(0, extent.start - 100), end: extent.start })))
      return undefined;
  }
  return { start: span.start, end: span.end, text };
}
