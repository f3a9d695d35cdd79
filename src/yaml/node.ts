// The tree that every reader yields: plain values with the offsets they were written at.

/** Offsets are UTF-16 units of the text that was read; the end is exclusive. */
export interface Span {
  start: number;
  end: number;
}

export type ScalarStyle = 'plain' | 'quoted' | 'block';
export type ScalarValue = string | number | boolean | null;

export interface ScalarNode extends Span {
  type: 'scalar';
  /** The value as Kubernetes reads it. */
  value: ScalarValue;
  style: ScalarStyle;
  /** Does it wait for a placeholder to be filled in? Worked out by the first field that is asked. */
  isUnknown: boolean | undefined;
}

/** A member of a map; its offsets are those of the key. What a `<<` merge brought has the offsets that it was written at. */
export interface Entry extends Span {
  /** The key as a string, as Kubernetes' JSON conversion names it. */
  name: string;
  value: YamlNode;
}

/** A collection in block style ends where its last value does. */
export interface MapNode extends Span {
  type: 'map';
  /** In the order they are written, each name once. */
  entries: Entry[];
  /** Of maps with many entries; made by the first that is looked up. */
  index: Map<string, Entry> | undefined;
}

export interface SequenceNode extends Span {
  type: 'sequence';
  items: YamlNode[];
}

export type YamlNode = ScalarNode | MapNode | SequenceNode;

export function scalarNode(value: ScalarValue, style: ScalarStyle, start: number, end: number): ScalarNode {
  return { type: 'scalar', value, style, start, end, isUnknown: undefined };
}

export function mapNode(entries: Entry[], start: number, end: number): MapNode {
  return { type: 'map', entries, start, end, index: undefined };
}

export function sequenceNode(items: YamlNode[], start: number, end: number): SequenceNode {
  return { type: 'sequence', items, start, end };
}

export type ProblemCode = 'syntax' | 'duplicate-key';

/** Something wrong with the text itself. */
export interface YamlProblem extends Span {
  code: ProblemCode;
  /** One sentence without an end mark. */
  message: string;
  /** Where the other one is, for duplicate keys. */
  related?: Span;
}

/** Above this, looking through all entries takes longer than making an index. */
const FEW = 12;

/** The member of that name. */
export function entryOf(map: MapNode, name: string): Entry | undefined {
  const { entries } = map;
  if (entries.length > FEW) {
    map.index ??= new Map(entries.map((entry) => [entry.name, entry]));
    return map.index.get(name);
  }
  for (const entry of entries) if (entry.name === name) return entry;
  return undefined;
}

/** The same of any node: nothing but a map has members. */
export function memberOf(node: YamlNode | undefined, name: string): Entry | undefined {
  return node?.type === 'map' ? entryOf(node, name) : undefined;
}

/** Adds a member, in place of the one of that name if there is one. */
export function setEntry(map: MapNode, entry: Entry): void {
  const place = map.entries.findIndex(({ name }) => name === entry.name);
  if (place < 0) map.entries.push(entry);
  else map.entries[place] = entry;
  map.index = undefined;
}

/** The plain JavaScript value of a node. What aliases share is copied: readers bound how much that can be. */
export function toValue(node: YamlNode): unknown {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'sequence') return node.items.map(toValue);
  const object: Record<string, unknown> = {};
  for (const { name, value } of node.entries) {
    if (name === '__proto__')
      Object.defineProperty(object, name, {
        value: toValue(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else object[name] = toValue(value);
  }
  return object;
}
