import type { MessageData } from '../../engine/rule.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { describe } from '../words.ts';

export type MeshViolationId =
  | 'unknown'
  | 'misspelt'
  | 'misplaced'
  | 'removed'
  | 'not-yet'
  | 'oneof'
  | 'type'
  | 'text'
  | 'parameter'
  | 'duration'
  | 'range'
  | 'enum'
  | 'enum-near';

/** A place that the message has no room for. */
export interface MeshViolation {
  id: MeshViolationId;
  field: Field;
  at?: 'key';
  data: MessageData;
  /** Istio reads the rest and passes over this; else it can't read the configuration at all. */
  ignored: boolean;
  /** A safe fix. */
  edit?: Edit;
}

export function wrongType(field: Field, wanted: string): MeshViolation {
  return { id: 'type', field, data: { path: pathOf(field), found: describe(field.value), wanted }, ignored: false };
}

/** Is it a key of the text itself, not a part of a longer one as in Argo CD's parameters? */
export function isWrittenAs({ document, keySpan }: Field, name: string): boolean {
  return keySpan !== undefined && document.text(keySpan).replace(/^(["'])(.*)\1$/, '$2') === name;
}

export function pathOf(field: Field): string {
  return field.parent ? field.display : 'The configuration';
}
