import { sep } from 'node:path';
import type { SourceFile } from '../yaml/document.ts';

/**
 * The meshes that files make up: one for each directory, with the files of none of them in each; one of all files where no
 * directories are given. Of directories in each other the outer one counts.
 */
export function splitIntoWorlds(
  files: readonly SourceFile[],
  directories: readonly string[],
): (readonly SourceFile[])[] {
  if (directories.length === 0) return [files];
  const outer = directories.filter((each) => !directories.some((other) => isBelow(each, other)));
  const homeOf = new Map(files.map((file) => [file, outer.find((each) => isAtOrBelow(file.path, each))]));
  const worlds = outer.map((directory) => files.filter((file) => [directory, undefined].includes(homeOf.get(file))));
  return worlds.filter((world) => world.some(({ isLinted }) => isLinted));
}

/** What is rendered is called by its folder. */
export function isAtOrBelow(path: string, directory: string): boolean {
  return path === directory || isBelow(path, directory);
}

function isBelow(path: string, directory: string): boolean {
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
