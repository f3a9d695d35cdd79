import { suggest } from '../text/suggest.ts';
import { replaceSpan } from '../yaml/edit.ts';
import type { Field } from '../yaml/field.ts';
import { placeAt } from './names.ts';
import { type SchemaError, type SchemaViolation, stepsOf, type Verdict } from './violations.ts';
import { DURATION, describe, quoted, wantedFormat, wantedPattern, wantedSize, wantedType } from './words.ts';

type Say = (
  messageId: SchemaViolation['messageId'],
  data?: SchemaViolation['data'],
  extra?: Partial<Omit<SchemaViolation, 'rule' | 'messageId' | 'data'>>,
) => SchemaViolation[];

/** What is wrong with a value, as a violation at the tightest place; none where the API server passes over it. */
export function wrongValue(error: SchemaError, field: Field, verdict: Verdict): SchemaViolation[] {
  const { keyword, params } = error;
  const say: Say = (messageId, data = {}, extra = {}) => {
    const place = extra.field ?? field;
    const common = { path: pathOf(messageId === 'oneof' ? field : place), found: describe(place.value) };
    return [{ rule: 'schema', field, messageId, data: { ...common, ...data }, ...extra }];
  };
  switch (keyword) {
    case 'type':
      return wrongType(error, field, verdict, say);
    case 'enum':
      return notOneOf(field, listOf(params.allowedValues), say);
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
      return several(field, String(params.fields).split(','), say);
    case 'listKeys':
      return repeated(field, error, say);
    case 'oneOf':
    case 'anyOf':
      return noneOfChoice(error, verdict, say);
    default: {
      const wanted = wantedSize(keyword, Number(params.limit), field.value);
      return wanted === undefined
        ? say('pattern', { wanted: OTHER })
        : say('size', { wanted }, field.scalar === undefined ? { at: 'key' } : {});
    }
  }
}

const OTHER = 'of a form that the reference of its kind allows';

function pathOf(field: Field): string {
  return field.parent ? field.display : 'the manifest';
}

/** Null is as good as absent for the API server, but not in a list, nor where the field is required. */
function wrongType(
  { params, instancePath }: SchemaError,
  field: Field,
  { byPlace, resource, schema, names }: Verdict,
  say: Say,
): SchemaViolation[] {
  const { parent, value, name } = field;
  const place = parent?.isMap ? placeAt(schema, stepsOf(resource.pointerOf(parent)), names) : undefined;
  if (value === null && parent?.isMap) {
    if (resource.isPatch || !place?.required.includes(name)) return [];
    return say('required', { path: pathOf(parent), name });
  }
  if (place?.fields[name] === '~') return say('type', { wanted: DURATION });
  const types = listOf(params.type);
  const choice = byPlace.get(instancePath)?.find(({ keyword }) => keyword === 'enum');
  if (choice) return say('type', { wanted: `one of ${listOf(choice.params.allowedValues).join(', ')}` });
  const text = retyped(field, types);
  const edit = text !== undefined && field.node ? replaceSpan(field, field.node, text) : undefined;
  return say('type', { wanted: wantedType(types) }, edit ? { edit } : {});
}

/** `"80"` where a number belongs and `80` where text belongs are mended by the quotes. */
function retyped(field: Field, types: readonly string[]): string | undefined {
  const { node, scalar } = field;
  if (node?.type !== 'scalar' || node.style === 'block') return undefined;
  if (typeof scalar === 'string') {
    const whole = types.includes('integer') && /^-?(?:0|[1-9]\d{0,14})$/.test(scalar);
    const number = types.includes('number') && /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(scalar);
    const flag = types.includes('boolean') && /^(?:true|false)$/.test(scalar);
    return whole || number || flag ? scalar : undefined;
  }
  const written = field.document.text(node);
  const plain = typeof scalar === 'number' || typeof scalar === 'boolean';
  return plain && types.includes('string') && /^[\w.+:-]+$/.test(written) ? `"${written}"` : undefined;
}

function notOneOf(field: Field, allowed: readonly string[], say: Say): SchemaViolation[] {
  const text = String(field.value);
  const found = quoted(text);
  const wanted = allowed.join(', ');
  const near = suggest(text, allowed);
  if (near === undefined) return say('enum', { found, wanted });
  const sameWord = near.toLowerCase() === text.toLowerCase();
  const edit = sameWord && field.node ? replaceSpan(field, field.node, near) : undefined;
  return say('enum-near', { found, near, wanted }, edit ? { edit } : {});
}

/** More than one member of a proto's oneof: reported at the second. */
function several(field: Field, fields: readonly string[], say: Say): SchemaViolation[] {
  const written = field.entries().filter(({ name, isSet }) => isSet && fields.includes(name));
  const [, second] = written;
  const names = written.map(({ name }) => name).join(' and ');
  return say('oneof', { fields: fields.join(', '), written: names }, second ? { field: second, at: 'key' } : {});
}

function repeated(field: Field, { params }: SchemaError, say: Say): SchemaViolation[] {
  const item = field.at(Number(params.index));
  const keys = String(params.keys)
    .split(',')
    .flatMap((name) => (name && item.child(name).exists ? item.child(name) : []));
  const [place = item] = keys;
  const what = keys
    .map(({ name, value }) => `${name} ${typeof value === 'string' ? quoted(value) : value}`)
    .join(' and ');
  return say('repeated', { path: pathOf(field), what: what || `value ${quoted(item.scalar)}` }, { field: place });
}

/** A choice between formats is said at the value that has none of them; any other by what stands there. */
function noneOfChoice(
  { schemaPath, instancePath }: SchemaError,
  { errors, resource }: Verdict,
  say: Say,
): SchemaViolation[] {
  const branches = errors.filter(
    (error) =>
      error.keyword === 'format' &&
      error.schemaPath.startsWith(`${schemaPath}/`) &&
      `${error.instancePath}/`.startsWith(`${instancePath}/`),
  );
  const [first] = branches;
  if (!first) return say('pattern', { wanted: OTHER });
  const wanted = [...new Set(branches.map(({ params }) => wantedFormat(String(params.format))))].join(' or ');
  return say('pattern', { wanted }, { field: resource.root.follow(first.instancePath) });
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => item !== null).map(String);
}
