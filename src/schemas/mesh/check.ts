import type { MessageData } from '../../engine/rule.ts';
import { suggest } from '../../text/suggest.ts';
import { replaceScalar, replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';
import { quoted } from '../words.ts';
import { checkScalar } from './scalars.ts';
import { enumNamed, isEnum, type MeshField, type MeshMessage, messageNamed } from './schemas.ts';
import { isWrittenAs, type MeshViolation, type MeshViolationId, pathOf, wrongType } from './violation.ts';

export type { MeshViolation } from './violation.ts';

/**
 * What of a field breaks a type of mesh.json (`MeshConfig`, `ProxyConfig`, `MeshNetworks`, `{}Network`…), as Istio reads
 * it: protobuf's JSON, in which null is as good as absent, numbers may be quoted, enums may be numbers, and unknown
 * fields are passed over. Nothing that waits for a placeholder is judged. Source: golang/protobuf jsonpb,
 * istio/istio pkg/util/protomarshal.
 */
export function* checkMessage(field: Field, type: string, istioVersion: string): Generator<MeshViolation> {
  if (!field.isSet || field.isUnknown) return;
  const [, prefix = '', name = ''] = /^(\[\]|\{\})?(.*)$/.exec(type) ?? [];
  if (prefix === '[]') {
    if (!field.isList) yield wrongType(field, 'a list');
    for (const item of field.items()) yield* checkMessage(item, name, istioVersion);
  } else if (prefix === '{}') {
    if (!field.isMap) yield wrongType(field, 'a map');
    for (const entry of field.entries()) yield* checkMessage(entry, name, istioVersion);
  } else if (isEnum(name)) yield* checkEnum(field, name, istioVersion);
  else if (/^[A-Z]/.test(name)) {
    if (field.isMap) yield* checkFields(field, name, istioVersion);
    else yield wrongType(field, 'a map');
  } else yield* checkScalar(field, name);
}

function* checkFields(map: Field, name: string, istioVersion: string): Generator<MeshViolation> {
  const message = messageNamed(name);
  const groups = new Map<string, Field[]>();
  for (const entry of map.entries()) {
    if (hasPlaceholder(entry.name)) continue;
    const known = fieldNamed(entry.name, message);
    if (known === undefined) {
      yield unknown(entry, name, message, istioVersion);
      continue;
    }
    const outOfTime = lifetime(known, istioVersion);
    if (outOfTime) {
      yield {
        ...outOfTime,
        field: entry,
        at: 'key',
        data: { name: entry.name, ...where(map, name), ...outOfTime.data },
      };
      continue;
    }
    if (known.oneof !== undefined && entry.isSet) {
      const group = groups.get(known.oneof);
      if (group) group.push(entry);
      else groups.set(known.oneof, [entry]);
    }
    yield* checkMessage(entry, known.type, istioVersion);
  }
  for (const [first, second] of groups.values()) {
    if (!first || !second) continue;
    const data = { name: second.name, other: first.name, ...where(map, name) };
    yield { id: 'oneof', field: second, at: 'key', data, ignored: true };
  }
}

/** By JSON name, or by the name in the .proto file. */
function fieldNamed(name: string, { fields }: MeshMessage): MeshField | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const json = name.replace(/_(.?)/g, (_, letter: string) => letter.toUpperCase());
  const field = json !== name && Object.hasOwn(fields, json) ? fields[json] : undefined;
  const snakeCase = json.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return field && name === (field.proto ?? snakeCase) ? field : undefined;
}

type OutOfTime = Pick<MeshViolation, 'id' | 'data' | 'ignored'>;

function lifetime({ since, until }: { since?: string; until?: string }, version: string): OutOfTime | undefined {
  if (since !== undefined && minor(version) < minor(since))
    return { id: 'not-yet', data: { since, version }, ignored: true };
  if (until !== undefined && minor(version) > minor(until))
    return { id: 'removed', data: { until: `after ${until}` }, ignored: true };
  return undefined;
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

function unknown(field: Field, message: string, { fields, removed }: MeshMessage, version: string): MeshViolation {
  const { name, parent } = field;
  const data = { name, ...(parent ? where(parent, message) : {}) };
  const say = (id: MeshViolationId, more: MessageData = {}): MeshViolation => ({
    id,
    field,
    at: 'key',
    data: { ...data, ...more },
    ignored: true,
  });
  const place = elsewhere(name, message, fields);
  if (place !== undefined) return say('misplaced', { wanted: place });
  if (removed.includes(name)) return say('removed', { until: 'long ago' });
  const names = Object.keys(fields).filter((each) => !lifetime(fields[each] ?? {}, version));
  const wanted = suggest(name, names);
  if (wanted === undefined) return say('unknown');
  const span = parent?.child(wanted).exists || field.keySpan === undefined ? undefined : field.keySpan;
  const edit = span && isWrittenAs(field, name) ? replaceSpan(field, span, wanted) : undefined;
  return { ...say('misspelt', { wanted }), ...(edit ? { edit } : {}) };
}

/** Where a name belongs that a neighbour knows: MeshConfig and its defaultConfig are mistaken for each other. */
function elsewhere(name: string, message: string, fields: Record<string, MeshField>): string | undefined {
  const isIn = (other: string) => Object.hasOwn(messageNamed(other).fields, name);
  if (message === 'ProxyConfig' && isIn('MeshConfig')) return 'at the top of the mesh config';
  const below = Object.entries(fields).filter(([, { type }]) => /^[A-Z]/.test(type) && !isEnum(type) && isIn(type));
  const [only, ...more] = below;
  const [preferred] = below.find(([field]) => field === 'defaultConfig') ?? (more.length === 0 ? (only ?? []) : []);
  return preferred === undefined ? undefined : `under ${preferred}`;
}

function* checkEnum(field: Field, name: string, version: string): Generator<MeshViolation> {
  const { scalar } = field;
  const values = Object.entries(enumNamed(name)).filter(([, entry]) => !lifetime(entry, version));
  const wanted = values.map(([value]) => value).join(', ');
  if (typeof scalar !== 'string' && typeof scalar !== 'number') {
    yield wrongType(field, `one of ${wanted}`);
    return;
  }
  if (values.some(([value, { number }]) => scalar === value || scalar === number)) return;
  const data = { path: pathOf(field), found: typeof scalar === 'string' ? quoted(scalar) : scalar, wanted };
  const near =
    typeof scalar === 'string'
      ? suggest(
          scalar,
          values.map(([value]) => value),
        )
      : undefined;
  if (near === undefined) yield { id: 'enum', field, data, ignored: false };
  else {
    const sameWord = near.toLowerCase() === String(scalar).toLowerCase();
    const edit = sameWord ? replaceScalar(field, near) : undefined;
    yield { id: 'enum-near', field, data: { ...data, near }, ignored: false, ...(edit ? { edit } : {}) };
  }
}

function where(map: Field, message: string): MessageData {
  return { where: map.parent ? map.display : (NAMES[message] ?? message) };
}

const NAMES: Record<string, string> = {
  MeshConfig: 'the mesh config',
  ProxyConfig: 'the proxy config',
  MeshNetworks: 'the mesh networks',
};
