import { dirname, resolve } from 'node:path';
import { excludes, type Ignores, type Scope } from './ignore.ts';

/** Folders that neither a walk nor a glob goes into, unless they are named. */
export const NEVER_ENTERED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

export interface Match {
  /** Absolute. */
  path: string;
  isLink: boolean;
}

/** Characters that may make an argument a glob, where it isn't the name of anything. */
export function mayBeGlob(arg: string): boolean {
  return /[*?[\]{}()]/.test(arg);
}

/**
 * The files and links that a glob matches and no pattern excludes; backslashes are separators. As in a shell, `**` goes
 * through no links. The folder before the first wildcard is a named one.
 */
export async function expandGlob(pattern: string, cwd: string, ignores: Ignores): Promise<Match[]> {
  const { default: glob } = await import('fast-glob');
  const given = pattern.replaceAll('\\', '/');
  const bases = glob.generateTasks(given, { cwd }).map((task) => task.base);
  const entries = await glob(given, {
    cwd,
    dot: true,
    onlyFiles: false,
    objectMode: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: bases.flatMap((base) => [...NEVER_ENTERED].map((name) => `${base === '.' ? '' : `${base}/`}**/${name}/**`)),
  });
  const scopes = new Scopes(ignores, new Set(bases.map((base) => resolve(cwd, base))));
  const matches: Match[] = [];
  for (const { path: name, dirent } of entries) {
    if (dirent.isDirectory()) continue;
    const path = resolve(cwd, name);
    const scope = await scopes.of(dirname(path));
    if (scope && !excludes(scope, path, false)) matches.push({ path, isLink: dirent.isSymbolicLink() });
  }
  return matches;
}

/** The folders that a glob, or a plain path, matches; absolute. */
export async function expandFolders(pattern: string, cwd: string): Promise<string[]> {
  const { default: glob } = await import('fast-glob');
  const given = pattern.replaceAll('\\', '/').replace(/\/+$/, '');
  const ignore = [...NEVER_ENTERED].map((name) => `**/${name}/**`);
  const found = await glob(given, { cwd, dot: true, onlyDirectories: true, suppressErrors: true, ignore });
  return found.map((path) => resolve(cwd, path)).sort();
}

/** What holds in the folders below those that were named. */
class Scopes {
  readonly #ignores: Ignores;
  readonly #named: ReadonlySet<string>;
  readonly #known = new Map<string, Scope | undefined>();

  constructor(ignores: Ignores, named: ReadonlySet<string>) {
    this.#ignores = ignores;
    this.#named = named;
  }

  /** Undefined where a folder is excluded. */
  async of(directory: string): Promise<Scope | undefined> {
    if (this.#known.has(directory)) return this.#known.get(directory);
    const scope = await this.#find(directory);
    this.#known.set(directory, scope);
    return scope;
  }

  async #find(directory: string): Promise<Scope | undefined> {
    const isNamed = this.#named.has(directory) || dirname(directory) === directory;
    const outer = isNamed ? undefined : await this.of(dirname(directory));
    const scope = isNamed ? await this.#ignores.above(directory) : outer && this.#ignores.enter(outer, directory);
    return scope && this.#ignores.inside(scope, directory);
  }
}
