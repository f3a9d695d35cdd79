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
  isUnknown?: boolean;
}

export interface Entry {
  /** The key as a string, as Kubernetes' JSON conversion names it. */
  name: string;
  key: Span;
  value: YamlNode;
  /** A `<<` merge brought it here: its offsets lie in the anchor. */
  merged?: true;
}

export interface MapNode extends Span {
  type: 'map';
  entries: Map<string, Entry>;
}

export interface SequenceNode extends Span {
  type: 'sequence';
  items: YamlNode[];
}

export type YamlNode = ScalarNode | MapNode | SequenceNode;

export type ProblemCode = 'syntax' | 'duplicate-key';

/** Something wrong with the text itself. */
export interface YamlProblem extends Span {
  code: ProblemCode;
  /** One sentence without an end mark. */
  message: string;
  /** Where the other one is, for duplicate keys. */
  related?: Span;
}

/** The plain JavaScript value of a node. What aliases share is copied: readers bound how much that can be. */
export function toValue(node: YamlNode): unknown {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'sequence') return node.items.map(toValue);
  const object: Record<string, unknown> = {};
  for (const { name, value } of node.entries.values()) {
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
