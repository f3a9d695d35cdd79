import vendored from '../vendored/mesh.json';

/** The messages that are read from a text or a part of a resource: their schemas have no CRD. */
export const ROOTS = ['MeshConfig', 'ProxyConfig', 'MeshNetworks'] as const;
export type MeshRoot = (typeof ROOTS)[number];

interface Lifetime {
  /** The first Istio minor that has it; absent: as long as the message or enum that it belongs to. */
  since?: string;
  /** The last Istio minor that has it. */
  until?: string;
}

export interface MeshField extends Lifetime {
  /**
   * bool, string, double, int32, int64, uint32, uint64, duration, struct (free), or the name of a message or enum; `[]`
   * before it for lists, `{}` for maps.
   */
  type: string;
  /** The oneof that it is a member of. */
  oneof?: string;
  /** The first known Istio minor that calls it deprecated. */
  deprecated?: string;
  /** The name in the .proto file, where it isn't the JSON name in snake_case. */
  proto?: string;
}

export interface MeshEnumValue extends Lifetime {
  number: number;
}

export interface MeshMessage {
  /** By JSON name. */
  fields: Record<string, MeshField>;
  /** Fields that Istio had before all minors that are known here. */
  removed: string[];
}

export interface MeshSchemas {
  messages: Record<string, MeshMessage>;
  enums: Record<string, Record<string, MeshEnumValue>>;
}

/** As the file has it: what is only a type or a number stands for itself. */
interface VendoredSchemas {
  messages: Record<string, { fields: Record<string, string | MeshField>; removed?: string[] }>;
  enums: Record<string, Record<string, number | MeshEnumValue>>;
}

const VENDORED: VendoredSchemas = vendored;

export function isEnum(name: string): boolean {
  return Object.hasOwn(VENDORED.enums, name);
}

/** A message by name; one without fields for a name that is none. */
export function messageNamed(name: string): MeshMessage {
  const { fields = {}, removed = [] } = VENDORED.messages[name] ?? {};
  const full = Object.entries(fields).map(([json, field]) => [
    json,
    typeof field === 'string' ? { type: field } : field,
  ]);
  return { fields: Object.fromEntries(full), removed };
}

/** The values of an enum by name. */
export function enumNamed(name: string): Record<string, MeshEnumValue> {
  const full = Object.entries(VENDORED.enums[name] ?? {}).map(([value, entry]) => [
    value,
    typeof entry === 'number' ? { number: entry } : entry,
  ]);
  return Object.fromEntries(full);
}
