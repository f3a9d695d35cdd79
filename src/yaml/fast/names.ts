import type { ScalarValue } from '../node.ts';
import { resolvePlain } from '../scalar.ts';

/** A key or a short value as it is written; most of a tree's are the same few thousand. */
export interface Name {
  text: string;
  hash: number;
  /** Where its code units stand among those of all names. */
  at: number;
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
const MOST_UNITS = 1 << 21;

let table: (Name | undefined)[] = new Array(1 << 13);
let count = 0;
let pool = new Uint16Array(1 << 16);
let used = 0;

function placeOf(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** The hash of a name goes on with each of its code units, from 0 on. */
export function hashed(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}

/** The name at these offsets, without making a string for one that is known. `hash` is that of `units` there. */
export function nameAt(text: string, units: Uint16Array, start: number, end: number, hash: number): Name {
  const mask = table.length - 1;
  for (let place = placeOf(hash) & mask; ; place = (place + 1) & mask) {
    const known = table[place];
    if (known === undefined) return add(text.slice(start, end), units, start, hash);
    if (known.hash === hash && known.text.length === end - start && isAt(known.at, units, start, end)) return known;
  }
}

/** As `nameAt`, where nobody has worked out the hash. */
export function nameOf(text: string, units: Uint16Array, start: number, end: number): Name {
  let hash = 0;
  for (let i = start; i < end; i++) hash = hashed(hash, units[i] ?? 0);
  return nameAt(text, units, start, end, hash);
}

function isAt(at: number, units: Uint16Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (pool[at + i - start] !== units[i]) return false;
  return true;
}

function add(text: string, units: Uint16Array, start: number, hash: number): Name {
  if (2 * count >= table.length || used > MOST_UNITS) grow();
  const name: Name = { text, hash, at: used, value: resolvePlain(text), key: undefined };
  if (used + text.length > pool.length) {
    const larger = new Uint16Array(2 * pool.length + text.length);
    larger.set(pool);
    pool = larger;
  }
  pool.set(units.subarray(start, start + text.length), used);
  used += text.length;
  put(name);
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
  const known = table;
  const isFull = count >= MOST_NAMES || used > MOST_UNITS;
  table = new Array(isFull ? 1 << 13 : known.length * 4);
  count = 0;
  if (isFull) used = 0;
  else for (const name of known) if (name) put(name);
}

function put(name: Name): void {
  const mask = table.length - 1;
  let place = placeOf(name.hash) & mask;
  while (table[place] !== undefined) place = (place + 1) & mask;
  table[place] = name;
  count++;
}
