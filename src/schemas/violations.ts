import type { FieldEdit, MessageData } from '../engine/rule.ts';
import { suggest } from '../text/suggest.ts';
import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import type { Resource } from '../yaml/resource.ts';
import { type FieldNames, placeAt } from './names.ts';
import { unknownField } from './unknown-field.ts';
import { describe, wantedFormat, wantedPattern, wantedType } from './words.ts';

/** What a compiled validator says: ajv's error objects. */
export interface SchemaError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
}

interface AnyViolation {
  /** For a missing field, the place that it is missing from. */
  field: Field;
  at?: 'key' | 'value';
  data: MessageData;
  /** A safe fix. */
  edit?: FieldEdit;
}

export type SchemaMessage =
  | 'type'
  | 'enum'
  | 'enum-near'
  | 'required'
  | 'pattern'
  | 'range'
  | 'size'
  | 'oneof'
  | 'repeated'
  | 'shape';
export type UnknownFieldMessage = 'unknown' | 'unknown-of-few' | 'misspelt' | 'snake-case' | 'misplaced';

export interface SchemaViolation extends AnyViolation {
  rule: 'schema';
  messageId: SchemaMessage;
}

export interface UnknownFieldViolation extends AnyViolation {
  rule: 'unknown-field';
  messageId: UnknownFieldMessage;
}

/** A place of a resource that breaks its schema, and how to say so. */
export type Violation = SchemaViolation | UnknownFieldViolation;

interface Place {
  error: SchemaError;
  field: Field;
}

/** The first of these that a place breaks is its cause; the others follow from it. */
const CAUSES = ['type', 'enum', 'pattern', 'format'];

/** A patch leaves out what it does not change. */
const ABOUT_ABSENCE = new Set(['required', 'minItems', 'minProperties', 'anyOf', 'oneOf', 'not']);

/** Turns a validator's errors into violations: one for each cause, none about values that are not known yet. */
export function toViolations(
  resource: Resource,
  schema: string,
  errors: readonly SchemaError[],
  names: FieldNames,
): Violation[] {
  const places = errors.map((error): Place => ({ error, field: resource.root.follow(error.instancePath) }));
  const typed = new Map<string, Place[]>();
  for (const place of places)
    typed.set(place.error.instancePath, [...(typed.get(place.error.instancePath) ?? []), place]);
  return places.flatMap((place) => {
    const { error } = place;
    if (isPartOfChoice(error) || isUnknown(place) || (resource.isPatch && ABOUT_ABSENCE.has(error.keyword))) return [];
    if (follows(place, typed.get(error.instancePath) ?? [])) return [];
    return toViolation(resource, schema, place, typed.get(error.instancePath) ?? [], names);
  });
}

/** Errors of the branches of a choice say no more than the choice's own. */
function isPartOfChoice({ schemaPath }: SchemaError): boolean {
  return /\/(?:oneOf|anyOf|not)\//.test(schemaPath);
}

const CHOICES = new Set(['oneOf', 'anyOf', 'not']);

/** Does the value, or what it lacks, wait for a placeholder to be filled in? */
function isUnknown({ error, field }: Place): boolean {
  if (field.isUnknown) return true;
  if (CHOICES.has(error.keyword)) return field.hasUnknown;
  if (error.keyword === 'required' || error.keyword.endsWith('Properties'))
    return field.keys().some(hasPlaceholder) && error.keyword !== 'additionalProperties';
  return error.keyword === 'additionalProperties' && hasPlaceholder(String(error.params.additionalProperty));
}

function follows({ error }: Place, same: readonly Place[]): boolean {
  const cause = CAUSES.find((keyword) =>
    same.some((other) => other.error.keyword === keyword && !isPartOfChoice(other.error)),
  );
  return cause !== undefined && cause !== error.keyword;
}

function toViolation(
  resource: Resource,
  schema: string,
  { error, field }: Place,
  same: readonly Place[],
  names: FieldNames,
): Violation[] {
  const { keyword, params } = error;
  const path = field.parent ? field.display : 'the manifest';
  const say: Say = (messageId, data = {}, extra = {}) => [
    { rule: 'schema', field, messageId, data: { path, found: describe(field.value), ...data }, ...extra },
  ];
  switch (keyword) {
    case 'additionalProperties': {
      const unknown = field.child(String(params.additionalProperty));
      if (resource.isPatch && unknown.name.startsWith('$')) return [];
      return [unknownField(unknown, placeAt(schema, stepsOf(error.instancePath), names), names)];
    }
    case 'type':
      return typeViolation(resource, schema, field, params, same, names, say);
    case 'enum':
      return enumViolation(field, params.allowedValues, say);
    case 'required':
      return say('required', { name: String(params.missingProperty) }, { at: 'key' });
    case 'pattern':
      return say('pattern', { wanted: wantedPattern(String(params.pattern)) });
    case 'format':
      return say('pattern', { wanted: wantedFormat(String(params.format)) });
    case 'minimum':
    case 'exclusiveMinimum':
      return say('range', { wanted: `${keyword === 'minimum' ? 'at least' : 'more than'} ${params.limit}` });
    case 'maximum':
    case 'exclusiveMaximum':
      return say('range', { wanted: `${keyword === 'maximum' ? 'at most' : 'less than'} ${params.limit}` });
    case 'oneofFields':
      return oneofViolation(field, params.fields, say);
    case 'listKeys':
      return repeatedViolation(field, params, say);
    default:
      return sizeViolation(keyword, params, say);
  }
}

type Say = (messageId: SchemaMessage, data?: MessageData, extra?: Partial<AnyViolation>) => SchemaViolation[];

/** Null is as good as absent for the API server, but in a list, and where the field is required. */
function typeViolation(
  resource: Resource,
  schema: string,
  field: Field,
  params: SchemaError['params'],
  same: readonly Place[],
  names: FieldNames,
  say: Say,
): Violation[] {
  const types = listOf(params.type);
  if (field.value === null && field.parent?.isMap) {
    const place = placeAt(schema, stepsOf(resource.pointerOf(field.parent)), names);
    const required = place?.required.includes(field.name) && !resource.isPatch;
    return required ? say('required', { path: field.parent.display || 'the manifest', name: field.name }) : [];
  }
  const allowed = same.find(({ error }) => error.keyword === 'enum')?.error.params.allowedValues;
  const wanted = Array.isArray(allowed)
    ? `one of ${allowed.filter((value) => value !== null).join(', ')}`
    : wantedType(types);
  return say('type', { wanted }, retyped(field, types));
}

/** `"80"` where a number belongs and `80` where text belongs are mended by the quotes. */
function retyped(field: Field, types: readonly string[]): Partial<AnyViolation> {
  const { node, value } = field;
  if (node?.type !== 'scalar' || node.style === 'block') return {};
  const { start, end } = node;
  const numeric = types.includes('integer') || types.includes('number');
  if (typeof value === 'string' && numeric && /^-?(?:0|[1-9]\d*)$/.test(value))
    return { edit: { start, end, text: value } };
  if (typeof value === 'string' && types.includes('boolean') && /^(?:true|false)$/.test(value))
    return { edit: { start, end, text: value } };
  if ((typeof value === 'number' || typeof value === 'boolean') && types.includes('string'))
    return { edit: { start, end, text: `"${field.document.text(node)}"` } };
  return {};
}

function enumViolation(field: Field, allowedValues: unknown, say: Say): Violation[] {
  const allowed = listOf(allowedValues);
  const found = String(field.value);
  const near = suggest(found, allowed);
  const wanted = allowed.join(', ');
  if (near === undefined) return say('enum', { found, wanted });
  const span = field.node;
  const sameWord = near.toLowerCase() === found.toLowerCase();
  return say(
    'enum-near',
    { found, near, wanted },
    span && sameWord ? { edit: { start: span.start, end: span.end, text: near } } : {},
  );
}

function oneofViolation(field: Field, fieldList: unknown, say: Say): Violation[] {
  const fields = String(fieldList).split(',');
  const written = fields.filter((name) => field.child(name).isSet);
  const second = written[1];
  return say(
    'oneof',
    { fields: fields.join(', '), written: written.join(' and ') },
    second === undefined ? {} : { field: field.child(second), at: 'key' },
  );
}

function repeatedViolation(field: Field, { index, keys }: SchemaError['params'], say: Say): Violation[] {
  const item = field.at(Number(index));
  const names = String(keys).split(',').filter(Boolean);
  const [key] = names;
  const place = key !== undefined && item.child(key).exists ? item.child(key) : item;
  return say('repeated', { what: names.length > 0 ? names.join(' and ') : 'value' }, { field: place });
}

const SIZES: Record<string, (limit: number) => string> = {
  minLength: (limit) => (limit === 1 ? 'must not be empty' : `must be at least ${limit} characters long`),
  maxLength: (limit) => `must be at most ${limit} characters long`,
  minItems: (limit) => (limit === 1 ? 'must have an item' : `must have at least ${limit} items`),
  maxItems: (limit) => `must have at most ${limit} items`,
  minProperties: (limit) => (limit === 1 ? 'must not be empty' : `must have at least ${limit} entries`),
  maxProperties: (limit) => `must have at most ${limit} entries`,
};

function sizeViolation(keyword: string, params: SchemaError['params'], say: Say): Violation[] {
  const size = SIZES[keyword]?.(Number(params.limit));
  return size === undefined ? say('shape') : say('size', { wanted: size }, { at: 'key' });
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => item !== null).map(String);
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
