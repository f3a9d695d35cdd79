import type { Field } from '../../yaml/field.ts';

/** A number as protobuf's JSON has it, which may stand in quotes; undefined for what is none or not known. */
export function numberOf(field: Field): number | undefined {
  const text = field.string;
  if (text === undefined) return field.number;
  return /^-?(?:0|[1-9]\d*)$/.test(text) ? Number(text) : undefined;
}
