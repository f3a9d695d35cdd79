// Makes src/schemas/vendored/mesh.json: MeshConfig, ProxyConfig and MeshNetworks, which are no kinds and have no CRD, from
// the .proto files of Istio's API module. All minors in one file, as what came and went when.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MeshSchemas, ROOTS } from '../src/schemas/mesh/schemas.ts';
import { type ProtoField, type ProtoFiles, readProto } from './proto.ts';

/** The .proto files that hold the messages, within the module. */
const FILES = ['mesh/v1alpha1/config.proto', 'mesh/v1alpha1/network.proto'];
const PACKAGE = 'istio.mesh.v1alpha1';

/** What Istio's API says of one minor: the module's folder as Go has unpacked it. */
export interface ApiModule {
  minor: string;
  folder: string;
}

/** The text of mesh.json for the minors, which come in ascending order. `onRead` is told each file of each module. */
export function meshSchemas(modules: readonly ApiModule[], onRead?: (module: ApiModule, path: string) => void): string {
  const minors = modules.map(({ minor }) => minor);
  const schemas: MeshSchemas = { messages: {}, enums: {} };
  for (const module of modules) {
    const files: ProtoFiles = { messages: new Map(), enums: new Map() };
    const load = (path: string) => {
      const file = join(module.folder, path);
      if (path.startsWith('google/') || !existsSync(file)) return undefined;
      onRead?.(module, path);
      return readFileSync(file, 'utf8');
    };
    for (const path of FILES) readProto(path, load, files);
    add(files, module.minor, minors, schemas);
  }
  return print(schemas);
}

function add(files: ProtoFiles, minor: string, minors: readonly string[], schemas: MeshSchemas): void {
  const found = new Set<string>();
  const waiting = ROOTS.map((name) => `${PACKAGE}.${name}`);
  for (let full = waiting.pop(); full !== undefined; full = waiting.pop()) {
    const name = short(full);
    if (found.has(name)) continue;
    found.add(name);
    const values = files.enums.get(full);
    if (values) {
      const known = schemas.enums[name];
      const all = known ?? {};
      schemas.enums[name] = all;
      for (const [value, number] of values) all[value] ??= known ? { number, since: minor } : { number };
      for (const [value, entry] of Object.entries(all)) if (values.has(value)) keep(entry, minor, minors);
      continue;
    }
    const message = files.messages.get(full);
    if (!message) throw new Error(`${full} is not there`);
    const known = schemas.messages[name];
    const all = known ?? { fields: {}, removed: [] };
    schemas.messages[name] = all;
    for (const [json, field] of message.fields) {
      const type = typeOf(field);
      all.fields[json] ??= known ? { type, since: minor } : { type };
      const entry = all.fields[json];
      if (entry.type !== type) throw new Error(`${name}.${json} changed from ${entry.type} to ${type}`);
      if (field.oneof !== undefined) entry.oneof = field.oneof;
      if (field.deprecated) entry.deprecated ??= minor;
      if (!field.name.includes('_') ? field.name !== json : snakeCase(json) !== field.name) entry.proto = field.name;
      keep(entry, minor, minors);
      const target = field.type.replace(/^\W+/, '');
      if (target.startsWith('istio.')) waiting.push(target);
    }
    const removed = new Set([...all.removed, ...message.reserved]);
    all.removed = [...removed].filter((json) => !Object.hasOwn(all.fields, json));
  }
}

/** Notes that an entry is there in a minor; `until` stays only on what a later minor has not. */
function keep(entry: { until?: string }, minor: string, minors: readonly string[]): void {
  if (minor === minors.at(-1)) delete entry.until;
  else entry.until = minor;
}

const WELL_KNOWN: Record<string, string> = {
  'google.protobuf.Duration': 'duration',
  'google.protobuf.Struct': 'struct',
  'google.protobuf.BoolValue': 'bool',
  'google.protobuf.StringValue': 'string',
  'google.protobuf.DoubleValue': 'double',
  'google.protobuf.FloatValue': 'float',
  'google.protobuf.Int32Value': 'int32',
  'google.protobuf.Int64Value': 'int64',
  'google.protobuf.UInt32Value': 'uint32',
  'google.protobuf.UInt64Value': 'uint64',
};

/** Wrappers are written as the value that they hold. */
function typeOf({ type }: ProtoField): string {
  const [, prefix = '', name = ''] = /^(\[\]|\{\})?(.*)$/.exec(type) ?? [];
  if (name.startsWith('istio.')) return prefix + short(name);
  const known = name.startsWith('google.') ? WELL_KNOWN[name] : name;
  if (known === undefined) throw new Error(`${name} is not known here`);
  return prefix + known;
}

/** The name without its package: `MeshConfig.CA`. */
function short(full: string): string {
  const name = full.replace(/^istio\.\w+\.v\w+\./, '');
  const other = FULL_NAMES.get(name) ?? full;
  if (other !== full) throw new Error(`${other} and ${full} have one name`);
  FULL_NAMES.set(name, full);
  return name;
}

const FULL_NAMES = new Map<string, string>();

function snakeCase(json: string): string {
  return json.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** One message or enum a line: a change of one is a diff of one line. */
function print({ messages, enums }: MeshSchemas): string {
  const fields = Object.entries(messages).map(([name, { fields: all, removed }]) => {
    const compact = Object.entries(all).map(([json, field]) => [
      json,
      Object.keys(field).length === 1 ? field.type : field,
    ]);
    return [name, { fields: Object.fromEntries(compact), ...(removed.length > 0 ? { removed } : {}) }] as const;
  });
  const values = Object.entries(enums).map(([name, all]) => {
    const compact = Object.entries(all).map(([value, entry]) => [
      value,
      Object.keys(entry).length === 1 ? entry.number : entry,
    ]);
    return [name, Object.fromEntries(compact)] as const;
  });
  return `{\n"messages": ${lines(fields)},\n"enums": ${lines(values)}\n}\n`;
}

function lines(entries: (readonly [string, unknown])[]): string {
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{\n${sorted.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}`;
}
