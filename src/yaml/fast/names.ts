import type { ScalarValue } from '../node.ts';
import { resolvePlain } from '../scalar.ts';

/** A key or a short value as it is written; most of a tree's are the same few thousand. */
export interface Name {
  text: string;
  hash: number;
  /** As a plain scalar. */
  value: ScalarValue;
  /** As a plain key; worked out by the first that asks `keyOf`. */
  key: Key | undefined;
}

/** What a member of a map is called. */
export interface Key {
  name: string;
  /** The document that named it last. */
  seen: number;
}

/** Then all are forgotten: a tree may have any number of them. */
const MOST_NAMES = 1 << 16;

let table: (Name | undefined)[] = new Array(1 << 13);
let count = 0;

/** The name at these offsets, without making a string for one that is known. */
export function nameAt(text: string, start: number, end: number): Name {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  const mask = table.length - 1;
  for (let place = hash & mask; ; place = (place + 1) & mask) {
    const known = table[place];
    if (known === undefined) return add(text.slice(start, end), hash, place);
    if (known.hash === hash && isAt(known.text, text, start, end)) return known;
  }
}

function isAt(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

function add(text: string, hash: number, place: number): Name {
  const name: Name = { text, hash, value: resolvePlain(text), key: undefined };
  table[place] = name;
  if (++count * 2 > table.length) grow();
  return name;
}

const KEYS = new Map<string, Key>();

/** What a plain key of that text is called: `on` is "true"; undefined for what is null, and cannot be a key. */
export function keyOf(name: Name): Key | undefined {
  if (name.value !== null) name.key ??= keyNamed(String(name.value));
  return name.key;
}

export function keyNamed(text: string): Key {
  let key = KEYS.get(text);
  if (!key) {
    if (KEYS.size > MOST_NAMES) KEYS.clear();
    key = { name: internal(text), seen: 0 };
    KEYS.set(key.name, key);
  }
  return key;
}

/** V8 compares the names of properties, and the literals of programs, by their address alone. */
function internal(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

function grow(): void {
  const known = count > MOST_NAMES ? [] : table;
  table = new Array(count > MOST_NAMES ? 1 << 13 : table.length * 4);
  count = 0;
  for (const name of known) if (name) put(name);
}

function put(name: Name): void {
  const mask = table.length - 1;
  let place = name.hash & mask;
  while (table[place] !== undefined) place = (place + 1) & mask;
  table[place] = name;
  count++;
}
