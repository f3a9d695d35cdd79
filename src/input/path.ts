import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/** The path of an entry of a folder. Unlike join, it takes both as they are. */
export function under(directory: string, name: string): string {
  return directory.endsWith(sep) ? directory + name : directory + sep + name;
}

/** A path without links; the path itself where the system doesn't say. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** Sorts paths by their segments, each by its UTF-16 units: what lies in a folder stays together. */
export function sortPaths<T>(items: readonly T[], pathOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: pathOf(item).replaceAll(sep, '\0') }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
}
