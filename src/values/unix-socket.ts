/** What addresses and binds that mean a Unix domain socket start with. */
export const UNIX_PREFIX = 'unix://';

/** What is wrong with the path of a Unix domain socket (without `unix://`), as a clause; abstract names start with @. */
export function unixPathProblem(path: string): string | undefined {
  if (path === '') return 'names no socket';
  if (path.startsWith('@')) return undefined;
  if (!path.startsWith('/')) return 'is no absolute path (and no abstract socket, which starts with @)';
  return path.endsWith('/') ? 'ends in "/", which is a directory and no socket' : undefined;
}
