import { resolvePlain } from '../scalar.ts';

/** A key as it is written; most keys of a tree are the same few hundred. */
export interface Name {
  text: string;
  /** What a plain key of that text is called: `on` is "true"; undefined for what is null, and cannot be a key. */
  plain: Name | undefined;
  /** The document that named it last. */
  seen: number;
}

/** More than any tree has; names that somebody makes up are forgotten. */
const MOST_NAMES = 1 << 15;

let table: (Name | undefined)[] = new Array(1 << 12);
let count = 0;

/** The name at these offsets, without making a string for one that is known. */
export function nameAt(text: string, start: number, end: number): Name {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  const mask = table.length - 1;
  for (let place = hash & mask; ; place = (place + 1) & mask) {
    const known = table[place];
    if (known === undefined) return add(text.slice(start, end), place);
    if (isAt(known.text, text, start, end)) return known;
  }
}

function isAt(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

function add(written: string, place: number): Name {
  const name: Name = { text: internal(written), plain: undefined, seen: 0 };
  table[place] = name;
  if (++count * 2 > table.length) grow();
  const value = resolvePlain(written);
  const plain = value === null ? undefined : String(value);
  if (plain !== undefined) name.plain = plain === written ? name : nameAt(plain, 0, plain.length);
  return name;
}

/** V8 compares the names of properties, and the literals of programs, by their address alone. */
function internal(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

function grow(): void {
  const known = count > MOST_NAMES ? [] : table;
  const size = count > MOST_NAMES ? 1 << 12 : table.length * 2;
  table = new Array(size);
  count = 0;
  for (const name of known) if (name) put(name);
}

function put(name: Name): void {
  let hash = name.text.length;
  for (let i = 0; i < name.text.length; i++) hash = (Math.imul(hash, 31) + name.text.charCodeAt(i)) | 0;
  const mask = table.length - 1;
  let place = hash & mask;
  while (table[place] !== undefined) place = (place + 1) & mask;
  table[place] = name;
  count++;
}
