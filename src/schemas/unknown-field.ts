import { editDistance, suggest } from '../text/suggest.ts';
import type { Field } from '../yaml/field.ts';
import { below, type FieldNames, type SchemaPlace } from './names.ts';
import type { UnknownFieldViolation } from './violations.ts';

/** What an unknown field most likely is: a misspelling, snake_case, or a field of another level. */
export function unknownField(field: Field, place: SchemaPlace | undefined, names: FieldNames): UnknownFieldViolation {
  const { name } = field;
  const base = { rule: 'unknown-field', field, at: 'key' } as const;
  const where = field.parent?.parent ? field.parent.display : 'the top level';
  if (!place) return { ...base, messageId: 'unknown', data: { name, where } };
  const siblings = Object.keys(place.fields);
  const camel = name.replace(/[_-]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (camel !== name && siblings.includes(camel))
    return { ...base, messageId: 'snake-case', data: { name, wanted: camel }, ...rename(field, camel) };
  const near = suggest(name, siblings);
  const close = near !== undefined && editDistance(name.toLowerCase(), near.toLowerCase()) <= 1;
  const elsewhere = close || EVERYWHERE.has(name) ? undefined : findElsewhere(name, place, names);
  if (elsewhere !== undefined) return { ...base, messageId: 'misplaced', data: { name, where, wanted: elsewhere } };
  if (near !== undefined)
    return { ...base, messageId: 'misspelt', data: { name, where, wanted: near }, ...rename(field, near) };
  return {
    ...base,
    messageId: siblings.length <= 12 ? 'unknown-of-few' : 'unknown',
    data: { name, where, known: siblings.join(', ') },
  };
}

/** Names that so many objects have that another place for them says nothing. */
const EVERYWHERE = new Set([
  'name',
  'namespace',
  'kind',
  'group',
  'type',
  'mode',
  'value',
  'labels',
  'port',
  'ports',
  'number',
  'protocol',
  'host',
  'hosts',
  'enabled',
]);

function rename(field: Field, name: string): Pick<UnknownFieldViolation, 'edit'> {
  const span = field.keySpan;
  const taken = field.parent?.child(name).exists;
  return span && !taken ? { edit: { start: span.start, end: span.end, text: name } } : {};
}

/** In words, where a field of this name exists: up to two levels below, or in an object above. */
function findElsewhere(name: string, place: SchemaPlace, names: FieldNames): string | undefined {
  const under = findBelow(name, place, names, 2);
  if (under) return `under "${under}"`;
  for (let above = place.above; above; above = above.above) {
    if (Object.hasOwn(above.fields, name)) return above.name ? `in "${above.name}"` : 'at the top level';
  }
  return undefined;
}

function findBelow(name: string, place: SchemaPlace, names: FieldNames, depth: number): string | undefined {
  const children = Object.entries(place.fields).flatMap(([child, target]) => {
    const found = target && !target.startsWith('*') ? below(place, child, target, names) : undefined;
    return found ? [found] : [];
  });
  const direct = children.find((child) => Object.hasOwn(child.fields, name));
  if (direct) return direct.name;
  if (depth <= 1) return undefined;
  for (const child of children) {
    const deeper = findBelow(name, child, names, depth - 1);
    if (deeper) return `${child.name}.${deeper}`;
  }
  return undefined;
}
