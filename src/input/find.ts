import { type Dirent, readdirSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { expandGlob, mayBeGlob, NEVER_ENTERED } from './glob.ts';
import { excludes, type IgnoreOptions, Ignores, type Scope } from './ignore.ts';
import { realPath, sortPaths, under } from './path.ts';
import { codeOf, type InputProblem, notAFile, problemOf } from './problem.ts';

export type { InputProblem } from './problem.ts';

export interface FindOptions extends IgnoreOptions {
  /** Absolute. */
  cwd: string;
  /** As in .gitignore, relative to `cwd`; they win over .gitignore and configurations. */
  ignorePatterns?: readonly string[];
  /** Leave out what .gitignore excludes; default true. */
  ignore?: boolean;
}

export interface Found {
  /** Absolute, each file once whatever links lead to it, sorted by the segments of their paths. */
  files: string[];
  problems: InputProblem[];
  /** Arguments that matched nothing, as given. The working directory always matches. */
  unmatched: string[];
}

/** What one argument has led to. */
interface Trail {
  matched: boolean;
  /** Real paths of the folders that it has been through, so that links end somewhere. */
  seen: Set<string>;
}

/** A folder or a link, with what holds for its content from above. */
interface Place {
  path: string;
  /** The path without links. */
  real: string;
  scope: Scope;
}

interface Link extends Place {
  trail: Trail;
}

const MANIFEST = /\.(?:ya?ml|json)$/;
/** The linter's own configuration and baseline are read as manifests only where they are named. */
const CONFIGURATION = /(?:^|[/\\])(?:\.meshlintrc\.[a-z]+|mesh-lint-baseline\.json)$/;

/** Finds the files that arguments mean: files, folders and globs. Never throws for what it finds there. */
export async function findFiles(args: readonly string[], options: FindOptions): Promise<Found> {
  const search = new Search(options.cwd, await Ignores.of(options));
  const unmatched = new Map<string, Trail>();
  for (const arg of new Set(args)) unmatched.set(arg, await search.argument(arg));
  await search.followLinks();
  return { ...search.found(), unmatched: [...unmatched].filter(([, { matched }]) => !matched).map(([arg]) => arg) };
}

class Search {
  readonly #cwd: string;
  readonly #ignores: Ignores;
  /** The path to show of each file, by its real path. */
  readonly #files = new Map<string, string>();
  readonly #problems = new Map<string, InputProblem>();
  /** Links wait until all else has been found, so that what they lead to is known by its own name. */
  #links: Link[] = [];

  constructor(cwd: string, ignores: Ignores) {
    this.#cwd = cwd;
    this.#ignores = ignores;
  }

  async argument(arg: string): Promise<Trail> {
    const trail = { matched: false, seen: new Set<string>() };
    if (arg === '') return trail;
    const named = this.#named(arg);
    if (named && 'stats' in named) await this.#take(named.path, named.stats, trail);
    else if (mayBeGlob(arg)) await this.#glob(arg, trail);
    else if (named) this.#problem(named, trail);
    return trail;
  }

  found(): Pick<Found, 'files' | 'problems'> {
    return {
      files: sortPaths([...this.#files.values()], (path) => path),
      problems: sortPaths([...this.#problems.values()], ({ path }) => path),
    };
  }

  async followLinks(): Promise<void> {
    while (this.#links.length > 0) {
      const links = sortPaths(this.#links, ({ path }) => path);
      this.#links = [];
      for (const link of links) await this.#follow(link);
    }
  }

  /** What an argument names, with Windows' separators taken as such where the name itself doesn't exist. */
  #named(arg: string): { path: string; stats: Stats } | InputProblem | undefined {
    let problem: InputProblem | undefined;
    for (const name of new Set([arg, arg.replaceAll('\\', '/')])) {
      const path = resolve(this.#cwd, name);
      try {
        return { path, stats: statSync(path) };
      } catch (error) {
        problem ??= unreachable(path, error);
      }
    }
    return problem;
  }

  async #take(path: string, stats: Stats, trail: Trail): Promise<void> {
    if (stats.isDirectory()) {
      trail.matched ||= path === this.#cwd;
      await this.#walk({ path, real: realPath(path), scope: await this.#ignores.above(path) }, trail);
    } else if (stats.isFile() || isOfShell(path, stats)) this.#file(path, realPath(path), trail);
    else this.#problem(notAFile(path, stats), trail);
  }

  async #glob(pattern: string, trail: Trail): Promise<void> {
    const isOpen = pattern.endsWith('*');
    for (const { path, isLink } of await expandGlob(pattern, this.#cwd, this.#ignores)) {
      if ((isOpen && !MANIFEST.test(path)) || CONFIGURATION.test(path)) continue;
      const stats = this.#stat(path, trail);
      if (stats && !(isLink && stats.isDirectory())) await this.#take(path, stats, trail);
    }
  }

  async #walk(root: Place, trail: Trail): Promise<void> {
    const waiting = [root];
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      if (trail.seen.has(place.real)) continue;
      trail.seen.add(place.real);
      const entries = this.#entries(place.path, trail);
      const scope = await this.#ignores.inside(place.scope, place.path, new Set(entries.map((entry) => entry.name)));
      const inner = { ...place, scope };
      const folders = entries.map((entry) => this.#entry(entry, inner, trail)).filter((folder) => folder !== undefined);
      for (const folder of folders.reverse()) waiting.push(folder);
    }
  }

  #entries(directory: string, trail: Trail): Dirent[] {
    try {
      // What is found in order is soon sorted.
      return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#problem(problemOf(directory, error), trail);
      return [];
    }
  }

  /** Takes what stands in a folder; answers the place of a folder that is to be walked. */
  #entry(entry: Dirent, { path: directory, real: realDirectory, scope }: Place, trail: Trail): Place | undefined {
    const { name } = entry;
    const isManifest = MANIFEST.test(name) && !CONFIGURATION.test(name);
    if (entry.isDirectory()) {
      const path = under(directory, name);
      const inner = NEVER_ENTERED.has(name) ? undefined : this.#ignores.enter(scope, path);
      return inner && { path, real: under(realDirectory, name), scope: inner };
    }
    const isLink = entry.isSymbolicLink();
    if (!isManifest && (!isLink || NEVER_ENTERED.has(name))) return undefined;
    const path = under(directory, name);
    if (excludes(scope, path, false)) return undefined;
    const real = under(realDirectory, name);
    if (isLink) this.#links.push({ path, real, scope, trail });
    else if (entry.isFile()) this.#file(path, real, trail);
    else this.#problem(notAFile(path, entry), trail);
    return undefined;
  }

  async #follow({ path, real: link, scope, trail }: Link): Promise<void> {
    const isManifest = MANIFEST.test(path);
    const stats = this.#stat(path, isManifest ? trail : undefined);
    if (!stats?.isDirectory()) {
      if (stats && isManifest) await this.#take(path, stats, trail);
      return;
    }
    const inner = this.#ignores.enter(scope, path);
    if (!inner) return;
    const real = realPath(path);
    if (under(dirname(link), '').startsWith(under(real, ''))) this.#problem(leadsBack(path), trail);
    else await this.#walk({ path, real, scope: inner }, trail);
  }

  #stat(path: string, trail: Trail | undefined): Stats | undefined {
    try {
      return statSync(path);
    } catch (error) {
      if (trail) this.#problem(unreachable(path, error) ?? problemOf(path, error), trail);
      return undefined;
    }
  }

  #file(path: string, real: string, trail: Trail): void {
    trail.matched = true;
    if (path === real || !this.#files.has(real)) this.#files.set(real, path);
  }

  #problem(problem: InputProblem, trail: Trail): void {
    trail.matched = true;
    if (!this.#problems.has(problem.path)) this.#problems.set(problem.path, problem);
  }
}

/** Why a path cannot be asked about; undefined where nothing is there at all. */
function unreachable(path: string, error: unknown): InputProblem | undefined {
  const code = codeOf(error);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return problemOf(path, error);
  try {
    return { path, message: `it is a link to ${readlinkSync(path)}, which does not exist` };
  } catch {
    return undefined;
  }
}

function leadsBack(path: string): InputProblem {
  return {
    path,
    message: 'the link leads back to a folder that it lies in',
    help: 'Delete the link, or leave it out with --ignore-pattern.',
  };
}

/** What a shell puts in place of `<(command)`: a pipe that somebody writes to. */
function isOfShell(path: string, stats: Stats): boolean {
  return stats.isFIFO() && path.startsWith(`${sep}dev${sep}fd${sep}`);
}
