import { parseDuration } from '../../values/duration.ts';
import { replaceScalar } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { describe } from '../words.ts';
import { isWrittenAs, type MeshViolation, pathOf, wrongType } from './violation.ts';

/** A value of one of protobuf's scalar types in JSON. */
export function* checkScalar(field: Field, type: string): Generator<MeshViolation> {
  const { scalar } = field;
  if (type === 'string') {
    if (typeof scalar !== 'string') yield notText(field);
  } else if (type === 'bool') {
    if (typeof scalar !== 'boolean') yield unquoted(field, wrongType(field, 'true or false'));
  } else if (type === 'duration') {
    if (parseDuration(scalar) === undefined)
      yield { id: 'duration', field, data: { path: pathOf(field), found: describe(field.value) }, ignored: false };
  } else if (type === 'struct') {
    if (!field.isMap) yield wrongType(field, 'a map');
  } else if (type === 'double' || type === 'float') {
    if (!isNumber(scalar)) yield wrongType(field, 'a number');
  } else yield* checkWhole(field, rangeOf(type));
}

/** The least and the greatest value of a type of whole numbers. */
function rangeOf(type: string): readonly [least: bigint, most: bigint] | undefined {
  const [, unsigned, bits] = /^(u?)int(32|64)$/.exec(type) ?? [];
  if (bits === undefined) return undefined;
  const count = 2n ** BigInt(bits);
  return unsigned ? [0n, count - 1n] : [-count / 2n, count / 2n - 1n];
}

function* checkWhole(
  field: Field,
  range: readonly [least: bigint, most: bigint] | undefined,
): Generator<MeshViolation> {
  const { scalar } = field;
  const whole = typeof scalar === 'number' ? Number.isInteger(scalar) : /^-?(?:0|[1-9]\d*)$/.test(String(scalar));
  if (!range || typeof scalar === 'boolean' || !whole) {
    yield wrongType(field, 'a whole number');
    return;
  }
  const [least, most] = range;
  const value = BigInt(scalar ?? 0);
  if (value >= least && value <= most) return;
  const data = { path: pathOf(field), found: String(scalar), least: String(least), most: String(most) };
  yield { id: 'range', field, data, ignored: false };
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|NaN|-?Infinity)$/.test(value);
}

/** A number or a switch where text belongs, which quotes would mend. */
function notText(field: Field): MeshViolation {
  const { node, scalar } = field;
  if (node?.type !== 'scalar' || scalar === undefined) return wrongType(field, 'text');
  const written = field.document.text(node);
  const data = { path: pathOf(field), found: describe(scalar), wanted: JSON.stringify(written) };
  if (!isOwnMember(field)) return { id: 'parameter', field, data, ignored: false };
  const plain = node.style === 'plain' && /^[\w.+:-]+$/.test(written);
  const edit = plain ? replaceScalar(field, JSON.stringify(written)) : undefined;
  return { id: 'text', field, data, ignored: false, ...(edit ? { edit } : {}) };
}

/** `"true"` where a switch belongs. */
function unquoted(field: Field, violation: MeshViolation): MeshViolation {
  const { scalar } = field;
  const edit =
    (scalar === 'true' || scalar === 'false') && isOwnMember(field) ? replaceScalar(field, scalar) : undefined;
  return edit ? { ...violation, edit } : violation;
}

function isOwnMember(field: Field): boolean {
  return field.parent?.isList === true || isWrittenAs(field, field.name);
}
