import type { MessageData } from '../engine/rule.ts';
import type { Edit } from '../yaml/edit.ts';
import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import type { Resource } from '../yaml/resource.ts';
import type { CelFailure } from './cel/failures.ts';
import type { CelMessage } from './cel/messages.ts';
import type { CelMessageId } from './cel/texts.ts';
import type { OtherSchema } from './kinds.ts';
import { type FieldNames, placeAt } from './names.ts';
import { unknownField } from './unknown-field.ts';
import { wrongValue } from './wrong-value.ts';

export { CEL, celFailures } from './cel/failures.ts';

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
  edit?: Edit;
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
  | 'repeated';
export type UnknownFieldMessage =
  | 'unknown'
  | 'unknown-of-few'
  | 'misspelt'
  | 'snake-case'
  | 'misplaced'
  | 'removed'
  | 'not-yet'
  | 'no-longer';

export interface SchemaViolation extends AnyViolation {
  rule: 'schema';
  messageId: SchemaMessage;
}

export interface UnknownFieldViolation extends AnyViolation {
  rule: 'unknown-field';
  messageId: UnknownFieldMessage;
}

export interface CelViolation extends AnyViolation {
  rule: 'cel';
  messageId: CelMessageId;
}

/** A place of a resource that breaks its schema, and how to say so. */
export type Violation = SchemaViolation | UnknownFieldViolation | CelViolation;

/** Everything that one validator says of one resource. */
export interface Verdict {
  resource: Resource;
  errors: readonly SchemaError[];
  /** The errors of a place, by JSON Pointer. */
  byPlace: ReadonlyMap<string, readonly SchemaError[]>;
  /** The id of the schema. */
  schema: string;
  names: FieldNames;
  /** The schemas of the same kind and version in other minors, the nearest first. */
  others: readonly OtherSchema[];
}

/** The first of these that a place breaks is its cause; the others follow from it. */
const CAUSES = ['type', 'enum', 'pattern', 'format'];

/** All that can be wrong with a patch: what it leaves out or counts, the resource below it completes. */
const JUDGED_IN_PATCHES = new Set(['additionalProperties', 'type', 'enum']);

const CHOICES = new Set(['oneOf', 'anyOf', 'not', 'oneofFields']);
const COUNTS = new Set(['minItems', 'maxItems', 'minEntries', 'maxProperties']);

/** Turns a validator's errors into violations: one for each cause, none about values that are not known yet. */
export function toViolations(
  resource: Resource,
  { schema, errors, names, others }: Pick<Verdict, 'schema' | 'errors' | 'names' | 'others'>,
): Violation[] {
  const byPlace = new Map<string, SchemaError[]>();
  for (const error of errors) {
    const known = byPlace.get(error.instancePath);
    if (known) known.push(error);
    else byPlace.set(error.instancePath, [error]);
  }
  const verdict = { resource, errors, byPlace, schema, names, others };
  const violations = errors.flatMap((error) => {
    const field = resource.root.follow(error.instancePath);
    const patched = resource.isPatch && !JUDGED_IN_PATCHES.has(error.keyword);
    if (patched || isPartOfChoice(error) || isUnknown(error, field) || follows(error, verdict)) return [];
    return error.keyword === 'additionalProperties'
      ? unknown(error, field, verdict)
      : wrongValue(error, field, verdict);
  });
  return withoutRenamed(violations);
}

/** Errors of the branches of a choice say no more than the choice's own. */
function isPartOfChoice({ schemaPath }: SchemaError): boolean {
  return /\/(?:oneOf|anyOf|not)\//.test(schemaPath);
}

/** Does the error rest on something that waits for a placeholder to be filled in? */
function isUnknown({ keyword, params }: SchemaError, field: Field): boolean {
  if (field.isUnknown) return true;
  if (keyword === 'additionalProperties') return hasPlaceholder(String(params.additionalProperty));
  if (keyword === 'required') return field.keys().some((name) => name === '<<' || hasPlaceholder(name));
  if (keyword === 'listKeys') return field.at(Number(params.index)).hasUnknown;
  return (CHOICES.has(keyword) || COUNTS.has(keyword)) && field.hasUnknown;
}

function follows({ keyword, instancePath }: SchemaError, { byPlace }: Verdict): boolean {
  const same = byPlace.get(instancePath) ?? [];
  const cause = CAUSES.find((first) => same.some((other) => other.keyword === first && !isPartOfChoice(other)));
  return cause !== undefined && cause !== keyword;
}

function unknown({ instancePath, params }: SchemaError, parent: Field, verdict: Verdict): Violation[] {
  const { resource, schema, names, others } = verdict;
  const field = parent.child(String(params.additionalProperty));
  if (resource.isPatch && field.name.startsWith('$')) return [];
  const path = stepsOf(instancePath);
  const knows = ({ id }: { id: string }) => Object.hasOwn(placeAt(id, path, names)?.fields ?? {}, field.name);
  return [unknownField(resource, field, placeAt(schema, path, names), names, others.find(knows))];
}

/** A required field under a misspelt name is one mistake, not two. */
function withoutRenamed(violations: Violation[]): Violation[] {
  const renamed = new Set(
    violations.flatMap(({ rule, field, data }) =>
      rule === 'unknown-field' && data.wanted !== undefined ? `${field.parent?.pointer} ${data.wanted}` : [],
    ),
  );
  if (renamed.size === 0) return violations;
  return violations.filter(
    ({ messageId, field, data }) => messageId !== 'required' || !renamed.has(`${field.pointer} ${data.name}`),
  );
}

/** The parts of a JSON Pointer. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The places that are wrong in shape, and all above them; a field that is not known, or null, hides nothing. */
export function brokenPlaces(resource: Resource, errors: readonly SchemaError[]): Set<string> {
  const places = new Set<string>();
  for (const { keyword, instancePath } of errors) {
    if (keyword === 'additionalProperties' || !resource.root.follow(instancePath).isSet) continue;
    for (let place = instancePath; !places.has(place); place = place.slice(0, place.lastIndexOf('/'))) {
      places.add(place);
      if (place === '') break;
    }
  }
  return places;
}

/**
 * Turns rules that are not met into violations: one for each place, none about values that are not known yet, nor where a
 * field has a misspelt name, for then nobody knows what the rule would have said.
 */
export function celViolations(
  resource: Resource,
  failures: readonly CelFailure[],
  messages: Readonly<Record<string, CelMessage>>,
  shape: readonly Violation[],
): CelViolation[] {
  const told = new Set<string>();
  const misspelt = new Set(
    shape.flatMap(({ rule, field, data }) =>
      rule === 'unknown-field' && data.wanted !== undefined ? field.parent?.pointer : [],
    ),
  );
  return failures.flatMap(({ pointer, rule }) => {
    const at = resource.root.follow(pointer);
    const message = messages[rule];
    if (!message || at.hasUnknown || misspelt.has(at.pointer)) return [];
    const { messageId, data, place, unreadable } = message;
    const found = place?.(at);
    const field = found ?? at;
    if (told.has(field.pointer)) return [];
    told.add(field.pointer);
    const value = field.string ?? field.number;
    return [
      {
        rule: 'cel',
        messageId: unreadable?.applies(field) ? unreadable.messageId : messageId,
        field,
        ...(found && place?.at ? { at: place.at } : {}),
        data: { name: field.name, value: String(value ?? field.name), place: at.display, rule, ...data },
      },
    ];
  });
}
