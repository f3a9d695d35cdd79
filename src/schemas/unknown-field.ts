import { editDistance, suggest } from '../text/suggest.ts';
import { replaceSpan } from '../yaml/edit.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { findBeside, findElsewhere } from './elsewhere.ts';
import type { OtherSchema } from './kinds.ts';
import { type FieldNames, fits, type SchemaPlace } from './names.ts';
import { successorOf } from './removed-fields.ts';
import type { UnknownFieldViolation } from './violations.ts';

/** More names than this are no help. */
const FEW = 12;

/**
 * What an unknown field most likely is: one of another Istio minor (`known`), a misspelling, snake_case, one that is gone,
 * or one of another level.
 */
export function unknownField(
  resource: Resource,
  field: Field,
  place: SchemaPlace | undefined,
  names: FieldNames,
  known?: Pick<OtherSchema, 'minor' | 'later'>,
): UnknownFieldViolation {
  const { name } = field;
  const where = field.parent?.parent ? field.parent.display : 'the top level';
  const say = (
    messageId: UnknownFieldViolation['messageId'],
    data: UnknownFieldViolation['data'] = {},
    edit?: UnknownFieldViolation['edit'],
  ): UnknownFieldViolation => ({
    rule: 'unknown-field',
    field,
    at: 'key',
    messageId,
    data: { name, where, ...data },
    ...(edit ? { edit } : {}),
  });
  if (known) return say(known.later ? 'not-yet' : 'no-longer', { minor: known.minor });
  if (!place) return say('unknown');
  const siblings = Object.keys(place.fields);
  const camel = name.replace(/[_-]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (camel !== name && siblings.includes(camel))
    return say('snake-case', { wanted: camel }, rename(field, camel, place));
  const successor = successorOf(resource.kind, place.name, name);
  if (successor !== undefined) return say('removed', { successor });
  const near = nearest(name, siblings);
  if (near && near.distance <= 1)
    return say('misspelt', { wanted: near.name }, near.sure ? rename(field, near.name, place) : undefined);
  const required = resource.isPatch ? undefined : requiredInstead(field, place);
  const find = (wanted: string) => (required ? undefined : findElsewhere(wanted, field.parent, place, names));
  const elsewhere = find(name);
  if (elsewhere !== undefined) return say('misplaced', { wanted: elsewhere });
  const renamed = camel === name ? undefined : find(camel);
  if (renamed !== undefined) return say('misplaced', { wanted: `${renamed} as "${camel}"` });
  if (near) return say('misspelt', { wanted: near.name }, near.sure ? rename(field, near.name, place) : undefined);
  const alike = containing(name, siblings) ?? required;
  if (alike !== undefined) return say('misspelt', { wanted: alike });
  const beside = findBeside(name, place, names);
  if (beside !== undefined) return say('misplaced', { wanted: beside });
  return siblings.length <= FEW ? say('unknown-of-few', { known: siblings.join(', ') }) : say('unknown');
}

interface Nearest {
  name: string;
  /** 0: only the case of its letters differs. */
  distance: number;
  /** No other name is as near. */
  sure: boolean;
}

function nearest(word: string, names: readonly string[]): Nearest | undefined {
  const name = suggest(word, names);
  if (name === undefined) return undefined;
  const distanceTo = (other: string) => editDistance(word.toLowerCase(), other.toLowerCase());
  const distance = distanceTo(name);
  return { name, distance, sure: names.every((other) => other === name || distanceTo(other) > distance) };
}

/** The one field whose name begins or ends with the word, or the other way round: `percent` for `percentage`. */
function containing(word: string, names: readonly string[]): string | undefined {
  const short = word.toLowerCase();
  const [found, ...more] = names.filter((name) => {
    const long = name.toLowerCase();
    const [inner, outer] = short.length < long.length ? [short, long] : [long, short];
    return inner.length >= 4 && (outer.startsWith(inner) || outer.endsWith(inner));
  });
  return more.length === 0 ? found : undefined;
}

/** The one field that a place requires and lacks, where the unknown field is the only one there and could be it. */
function requiredInstead(field: Field, { fields, required }: SchemaPlace): string | undefined {
  const { parent } = field;
  if (!parent || parent.keys().some((key) => key !== field.name && !Object.hasOwn(fields, key))) return undefined;
  const [lacking, ...more] = required.filter((name) => !parent.child(name).isSet);
  return lacking !== undefined && more.length === 0 && fits(field.value, fields[lacking] ?? '?') ? lacking : undefined;
}

/** Only where the new name is free and the value is of a shape that belongs there. */
function rename(field: Field, name: string, place: SchemaPlace): UnknownFieldViolation['edit'] {
  const span = field.keySpan;
  if (!span || field.parent?.child(name).exists || !fits(field.value, place.fields[name] ?? '?')) return undefined;
  return replaceSpan(field, span, name);
}
