import type { Range } from '../report.ts';
import type { YamlDocument } from './document.ts';
import {
  type Entry,
  entryOf,
  memberOf,
  type ScalarNode,
  type ScalarValue,
  type Span,
  toValue,
  type YamlNode,
} from './node.ts';
import { hasPlaceholder } from './placeholder.ts';

/**
 * A handle on one place of a document. It never throws on odd YAML: what isn't there has `exists === false`, and a typed
 * reader answers `undefined` for what is of another type or waits for a placeholder to be filled in.
 */
export class Field {
  // A run makes a million handles: fields that are not `declare`d would be set twice, private names are set more slowly.
  declare readonly document: YamlDocument;
  declare readonly parent: Field | undefined;
  /** The name in the parent map, or the index in the parent list; '' for a root. */
  declare readonly name: string;
  declare readonly node: YamlNode | undefined;
  declare private readonly entry: Entry | undefined;

  constructor(document: YamlDocument, node: YamlNode | undefined, parent?: Field, name = '', entry?: Entry) {
    this.document = document;
    this.node = node;
    this.parent = parent;
    this.name = name;
    this.entry = entry;
  }

  /** Was it written (an explicit null counts)? */
  get exists(): boolean {
    return this.node !== undefined;
  }

  /** Written with a value other than null. */
  get isSet(): boolean {
    return this.node !== undefined && !(this.node.type === 'scalar' && this.node.value === null);
  }

  /** The plain JavaScript value; undefined where nothing was written. */
  get value(): unknown {
    return this.node === undefined ? undefined : toValue(this.node);
  }

  /** A scalar with a placeholder in it: no check may judge it. */
  get isUnknown(): boolean {
    return this.node?.type === 'scalar' && isOpen(this.node);
  }

  /** Does it, or anything below it, hold a placeholder (in keys too)? */
  get hasUnknown(): boolean {
    return this.node !== undefined && holdsPlaceholder(this.node);
  }

  get scalar(): ScalarValue | undefined {
    return this.node?.type === 'scalar' && !this.isUnknown ? this.node.value : undefined;
  }

  get string(): string | undefined {
    const { node } = this;
    return node?.type === 'scalar' && typeof node.value === 'string' && !this.isUnknown ? node.value : undefined;
  }

  get number(): number | undefined {
    const value = this.scalar;
    return typeof value === 'number' ? value : undefined;
  }

  get boolean(): boolean | undefined {
    const value = this.scalar;
    return typeof value === 'boolean' ? value : undefined;
  }

  get isMap(): boolean {
    return this.node?.type === 'map';
  }

  get isList(): boolean {
    return this.node?.type === 'sequence';
  }

  /** The member of a map; a handle that does not exist otherwise. */
  child(name: string): Field {
    const entry = memberOf(this.node, name);
    return new Field(this.document, entry?.value, this, name, entry);
  }

  /** Is the member set, as `child(name).isSet` says, without a handle on it? */
  has(name: string): boolean {
    const value = memberOf(this.node, name)?.value;
    return value !== undefined && !(value.type === 'scalar' && value.value === null);
  }

  /** The member's text, as `child(name).string` says, without a handle on it. */
  textOf(name: string): string | undefined {
    const value = memberOf(this.node, name)?.value;
    return value?.type === 'scalar' && typeof value.value === 'string' && !isOpen(value) ? value.value : undefined;
  }

  /** `child` several levels down; numbers index lists. */
  get(...path: (string | number)[]): Field {
    let field: Field = this;
    for (const step of path) field = typeof step === 'number' ? field.at(step) : field.child(step);
    return field;
  }

  at(index: number): Field {
    const item = this.node?.type === 'sequence' ? this.node.items[index] : undefined;
    return new Field(this.document, item, this, String(index));
  }

  /** The items of a list; none for anything else. */
  items(): readonly Field[] {
    if (this.node?.type !== 'sequence') return NONE;
    return this.node.items.map((item, index) => new Field(this.document, item, this, String(index)));
  }

  /** How many items a list has, or members a map; 0 for anything else. */
  get size(): number {
    if (this.node === undefined || this.node.type === 'scalar') return 0;
    return this.node.type === 'map' ? this.node.entries.length : this.node.items.length;
  }

  /** The texts among the items of a list that are known: no placeholders, nothing of another type. */
  texts(): string[] {
    const texts: string[] = [];
    if (this.node?.type !== 'sequence') return texts;
    for (const item of this.node.items)
      if (item.type === 'scalar' && typeof item.value === 'string' && !isOpen(item)) texts.push(item.value);
    return texts;
  }

  /** The items of a list that are maps. */
  maps(): readonly Field[] {
    const items = this.items();
    return items.every(({ isMap }) => isMap) ? items : items.filter(({ isMap }) => isMap);
  }

  /** The members of a map; none for anything else. */
  entries(): readonly Field[] {
    if (this.node?.type !== 'map') return NONE;
    return this.node.entries.map((entry) => new Field(this.document, entry.value, this, entry.name, entry));
  }

  /** Names of the members of a map. */
  keys(): string[] {
    return this.node?.type === 'map' ? this.node.entries.map(({ name }) => name) : [];
  }

  /** Where the value stands; for what was not written, where its nearest written ancestor is named. */
  get span(): Span {
    if (this.node === undefined) return this.parent?.nameSpan ?? this.document.span;
    if (this.node.type === 'scalar' && this.node.end > this.node.start && this.node.style !== 'block') return this.node;
    return this.nameSpan;
  }

  /** Where the key stands; of list items, the first key or scalar inside; of a root, its `kind` or first key. */
  get nameSpan(): Span {
    if (this.entry) return this.entry;
    if (this.document.host && !this.parent) return { start: 0, end: 0 };
    if (this.node === undefined) return this.parent?.nameSpan ?? this.document.span;
    if (this.node.type === 'map')
      return (!this.parent ? entryOf(this.node, 'kind') : undefined) ?? this.node.entries[0] ?? this.node;
    return this.node.type === 'scalar' ? this.node : (firstOf(this.node.items) ?? this.node);
  }

  get range(): Range {
    return this.document.locate(this.span);
  }

  get nameRange(): Range {
    return this.document.locate(this.nameSpan);
  }

  /** The whole value's offsets, block collections included; for edits. */
  get extent(): Span | undefined {
    return this.node;
  }

  /** The key's and the value's offsets together; for edits. */
  get keySpan(): Span | undefined {
    return this.entry;
  }

  /** The path from the root of the document. */
  get path(): string[] {
    return this.parent ? [...this.parent.path, this.name] : [];
  }

  /** JSON Pointer from the root of the document. */
  get pointer(): string {
    return this.parent ? `${this.parent.pointer}/${escaped(this.name)}` : '';
  }

  /** The path as people write it: `spec.http[0].route[1].weight`. */
  get display(): string {
    let text = '';
    for (let field: Field = this; field.parent; field = field.parent) {
      if (field.parent.isList) text = `[${field.name}]${text}`;
      else if (/^[\w-]+$/.test(field.name)) text = `${field.parent.parent ? '.' : ''}${field.name}${text}`;
      else text = `["${field.name}"]${text}`;
    }
    return text;
  }

  /** Follows a JSON Pointer below this field. */
  follow(pointer: string): Field {
    let field: Field = this;
    for (const part of pointer.split('/').slice(1)) {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      field = field.isList ? field.at(Number(name)) : field.child(name);
    }
    return field;
  }
}

function escaped(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

const NONE: readonly Field[] = [];

function firstOf(items: YamlNode[]): Span | undefined {
  const first = items[0];
  if (first?.type === 'map') return first.entries[0] ?? first;
  return first?.type === 'sequence' ? (firstOf(first.items) ?? first) : first;
}

function isOpen(node: ScalarNode): boolean {
  if (typeof node.value !== 'string') return false;
  node.isUnknown ??= hasPlaceholder(node.value);
  return node.isUnknown;
}

function holdsPlaceholder(node: YamlNode): boolean {
  if (node.type === 'scalar') return typeof node.value === 'string' && hasPlaceholder(node.value);
  if (node.type === 'sequence') return node.items.some(holdsPlaceholder);
  for (const entry of node.entries) if (hasPlaceholder(entry.name) || holdsPlaceholder(entry.value)) return true;
  return false;
}
