import { suggest } from '../../text/suggest.ts';
import { parseDuration } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';
import { describe } from '../words.ts';
import { envoyEnum, envoyMessage, messagesBeside } from './types.ts';

export type EnvoyViolationId =
  | 'type'
  | 'enum'
  | 'duration'
  | 'no-any-type'
  | 'unknown-any-type'
  | 'v2-any-type'
  | 'unknown-field';

/** What of a patch's value Envoy's API has otherwise. Istio drops an unknown field and rejects the rest. */
export interface EnvoyViolation {
  field: Field;
  id: EnvoyViolationId;
  data: Record<string, string>;
  at: 'key' | 'value';
}

/** The message that the value of a patch is read as, by what it is applied to. Source: EnvoyFilter.ApplyTo. */
const ROOTS: Readonly<Record<string, string>> = {
  LISTENER: 'envoy.config.listener.v3.Listener',
  FILTER_CHAIN: 'envoy.config.listener.v3.FilterChain',
  NETWORK_FILTER: 'envoy.config.listener.v3.Filter',
  LISTENER_FILTER: 'envoy.config.listener.v3.ListenerFilter',
  HTTP_FILTER: 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter',
  ROUTE_CONFIGURATION: 'envoy.config.route.v3.RouteConfiguration',
  VIRTUAL_HOST: 'envoy.config.route.v3.VirtualHost',
  HTTP_ROUTE: 'envoy.config.route.v3.Route',
  CLUSTER: 'envoy.config.cluster.v3.Cluster',
  EXTENSION_CONFIG: 'envoy.config.core.v3.TypedExtensionConfig',
  BOOTSTRAP: 'envoy.config.bootstrap.v3.Bootstrap',
};

/**
 * What of a value breaks Envoy's API, read as protobuf's JSON: fields in either case of writing, null as absent, numbers
 * in quotes as numbers. Nothing that waits for a placeholder is judged. Source: golang/protobuf jsonpb, Envoy's api/v3.
 */
export function* envoyViolations(value: Field, applyTo: string): Generator<EnvoyViolation> {
  const root = Object.hasOwn(ROOTS, applyTo) ? ROOTS[applyTo] : undefined;
  if (root) yield* checkValue(value, root);
}

function* checkValue(field: Field, type: string): Generator<EnvoyViolation> {
  if (!field.isSet || field.isUnknown) return;
  if (type.startsWith('[]')) {
    if (!field.isList) yield wrong(field, 'a list');
    for (const item of field.items()) yield* checkValue(item, type.slice(2));
    return;
  }
  if (type.startsWith('{}')) {
    if (!field.isMap) yield wrong(field, 'a map');
    for (const entry of field.entries()) yield* checkValue(entry, type.slice(2));
    return;
  }
  const name = type.startsWith('~') ? `envoy.${type.slice(1)}` : type;
  if (name.startsWith('google.protobuf.')) yield* checkWellKnown(field, name.slice('google.protobuf.'.length));
  else if (name.includes('.')) yield* checkNamed(field, name);
  else yield* checkScalar(field, name);
}

function* checkNamed(field: Field, name: string): Generator<EnvoyViolation> {
  const values = envoyEnum(name);
  if (values) yield* checkEnum(field, values);
  else if (!field.isMap) yield wrong(field, 'a map');
  else yield* checkFields(field, name, []);
}

function* checkFields(map: Field, name: string, passed: readonly string[]): Generator<EnvoyViolation> {
  const fields = envoyMessage(name);
  if (!fields) return;
  for (const entry of map.entries()) {
    if (passed.includes(entry.name) || hasPlaceholder(entry.name)) continue;
    const type = fields.get(entry.name) ?? fields.get(protoName(entry.name));
    if (type === undefined) yield unknown(entry, name, [...fields.keys()]);
    else yield* checkValue(entry, type);
  }
}

/** `typedConfig` is `typed_config` in the .proto file, which Envoy's own examples are written in. */
function protoName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function unknown(field: Field, message: string, names: readonly string[]): EnvoyViolation {
  const near = suggest(field.name, names);
  const data = {
    name: field.name,
    message: message.replace(/^.*\./, ''),
    help: near ? `Rename it to ${near}.` : "Delete it, or look its name up in Envoy's reference.",
  };
  return { field, id: 'unknown-field', data, at: 'key' };
}

function* checkEnum(field: Field, values: readonly string[]): Generator<EnvoyViolation> {
  const { scalar } = field;
  if (
    typeof scalar === 'number'
      ? Number.isInteger(scalar) && Math.abs(scalar) < 2 ** 31
      : values.includes(String(scalar))
  )
    return;
  if (typeof scalar !== 'string' && typeof scalar !== 'number') {
    yield wrong(field, `one of ${values.join(', ')}`);
    return;
  }
  const near = suggest(String(scalar), values);
  const data = { path: field.display, found: describe(scalar), wanted: near ?? values.join(', ') };
  yield { field, id: 'enum', data, at: 'value' };
}

const WRAPPED: Readonly<Record<string, string>> = {
  BoolValue: 'bool',
  StringValue: 'string',
  BytesValue: 'bytes',
  DoubleValue: 'double',
  FloatValue: 'float',
  Int32Value: 'int32',
  Int64Value: 'int64',
  UInt32Value: 'uint32',
  UInt64Value: 'uint64',
};

function* checkWellKnown(field: Field, name: string): Generator<EnvoyViolation> {
  const wrapped = Object.hasOwn(WRAPPED, name) ? WRAPPED[name] : undefined;
  if (wrapped) yield* checkScalar(field, wrapped);
  else if (name === 'Any') yield* checkAny(field);
  else if (name === 'Duration') {
    if (typeof field.scalar !== 'string') yield wrong(field, 'a duration such as 5s');
    else if (parseDuration(field.scalar) === undefined)
      yield { field, id: 'duration', data: { path: field.display, found: describe(field.scalar) }, at: 'value' };
  } else if (name === 'Struct' || name === 'Empty') {
    if (!field.isMap) yield wrong(field, 'a map');
  } else if (name === 'ListValue' && !field.isList) yield wrong(field, 'a list');
}

/** A message of any type names it in "@type". */
function* checkAny(field: Field): Generator<EnvoyViolation> {
  if (!field.isMap) {
    yield wrong(field, 'a map');
    return;
  }
  const type = field.child('@type');
  if (type.isUnknown) return;
  if (!type.isSet) {
    if (!field.keys().some(hasPlaceholder))
      yield { field, id: 'no-any-type', data: { path: field.display }, at: 'key' };
    return;
  }
  const url = type.string;
  if (url === undefined) {
    yield wrong(type, 'text');
    return;
  }
  const name = url.slice(url.lastIndexOf('/') + 1);
  if (name.startsWith('google.protobuf.')) return;
  if (envoyMessage(name)) yield* checkFields(field, name, ['@type']);
  else yield* unknownType(type, url, name);
}

function* unknownType(field: Field, url: string, name: string): Generator<EnvoyViolation> {
  if (/\.v[0-9]*(?:alpha|beta)?[0-9]*\./.test(`${name}.`) && /\.v2(?:alpha[0-9]*)?\./.test(name)) {
    yield { field, id: 'v2-any-type', data: { type: name }, at: 'value' };
    return;
  }
  // Types of other packages may be ones that istiod is built with, and are not known here.
  const beside = messagesBeside(name);
  if (/^[\w.]+\.\w+$/.test(name) && beside.length === 0) return;
  const near = suggest(name, beside);
  const help = near
    ? `Write type.googleapis.com/${near}.`
    : 'Write type.googleapis.com/ and the full name of the message.';
  yield { field, id: 'unknown-any-type', data: { type: url, help }, at: 'value' };
}

const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 63), 2 ** 63],
  uint64: [0, 2 ** 64],
};

function* checkScalar(field: Field, type: string): Generator<EnvoyViolation> {
  const { scalar } = field;
  if (type === 'string' || type === 'bytes') {
    if (typeof scalar !== 'string') yield wrong(field, 'text');
  } else if (type === 'bool') {
    if (typeof scalar !== 'boolean') yield wrong(field, 'true or false');
  } else {
    const range = RANGES[type.replace(/^s(?:int|fixed)/, 'int').replace(/^fixed/, 'uint')];
    // A number in quotes is read as Go reads its text.
    const quoted = range ? /^-?[0-9]+$/ : /^-?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|Infinity)$|^NaN$/;
    const number = typeof scalar === 'string' && quoted.test(scalar) ? Number(scalar) : scalar;
    if (typeof number !== 'number') yield wrong(field, range ? 'a whole number' : 'a number');
    else if (range && !(Number.isInteger(number) && number >= range[0] && number <= range[1]))
      yield wrong(field, `a whole number from ${range[0]} to ${range[1]}`);
  }
}

function wrong(field: Field, wanted: string): EnvoyViolation {
  return { field, id: 'type', data: { path: field.display, wanted, found: describe(field.value) }, at: 'value' };
}
