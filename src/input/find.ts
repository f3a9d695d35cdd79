import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ignores } from './ignore.ts';
import { type InputProblem, problemOf } from './problem.ts';

export type { InputProblem } from './problem.ts';

export interface FindOptions {
  /** Absolute. */
  cwd: string;
  /** As in .gitignore, relative to `cwd`. */
  ignorePatterns?: string[];
  /** Leave out what .gitignore excludes; default true. */
  ignore?: boolean;
}

export interface Found {
  /** Absolute, each once, in the order of their names. */
  files: string[];
  problems: InputProblem[];
  /** Arguments that matched nothing, as given. */
  unmatched: string[];
}

const MANIFEST = /\.(?:ya?ml|json)$/;
const NEVER_ENTERED = new Set(['.git', 'node_modules']);

/** Finds the files that arguments mean: files, folders and globs. Never throws for what it finds there. */
export async function findFiles(args: readonly string[], options: FindOptions): Promise<Found> {
  const search = new Search(options);
  await search.prepare();
  for (const arg of args) await search.argument(arg);
  return search.found();
}

class Search {
  readonly #options: FindOptions;
  readonly #ignores: Ignores;
  readonly #files = new Set<string>();
  readonly #problems: InputProblem[] = [];
  readonly #unmatched: string[] = [];
  /** Real paths of the folders that a walk is in or has been through by a link, so that links end somewhere. */
  readonly #linked = new Set<string>();

  constructor(options: FindOptions) {
    this.#options = options;
    this.#ignores = new Ignores(options.ignore ?? true);
  }

  async prepare(): Promise<void> {
    const { cwd, ignorePatterns } = this.#options;
    if (ignorePatterns?.length) await this.#ignores.add({ directory: cwd, patterns: ignorePatterns.join('\n') });
  }

  async argument(arg: string): Promise<void> {
    const path = this.#existing(arg);
    const before = this.#files.size + this.#problems.length;
    if (path === undefined) {
      if (/[*?[\]{}!]/.test(arg)) await this.#glob(arg);
      else if (isDangling(resolve(this.#options.cwd, arg)))
        this.#problems.push({ path: resolve(this.#options.cwd, arg), message: 'a link to it leads nowhere' });
      if (this.#files.size + this.#problems.length === before) this.#unmatched.push(arg);
      return;
    }
    try {
      if (statSync(path).isDirectory()) {
        await this.#ignores.enterFromAbove(path);
        await this.#walk(path);
        if (this.#files.size + this.#problems.length === before && this.#options.cwd !== path)
          this.#unmatched.push(arg);
      } else this.#files.add(path);
    } catch (error) {
      this.#problems.push(problemOf(path, error));
    }
  }

  found(): Found {
    const files = [...this.#files].sort(byName);
    return { files, problems: this.#problems.sort((a, b) => byName(a.path, b.path)), unmatched: this.#unmatched };
  }

  /** The path of an argument, with Windows' separators taken as such where the name itself doesn't exist. */
  #existing(arg: string): string | undefined {
    for (const name of arg.includes('\\') ? [arg, arg.replaceAll('\\', '/')] : [arg]) {
      const path = resolve(this.#options.cwd, name);
      if (statSync(path, { throwIfNoEntry: false })) return path;
    }
    return undefined;
  }

  async #glob(pattern: string): Promise<void> {
    const { default: glob } = await import('fast-glob');
    const { cwd } = this.#options;
    const paths = await glob(pattern.replaceAll('\\', '/'), {
      cwd,
      dot: true,
      absolute: true,
      onlyFiles: true,
      ignore: ['**/.git/**', '**/node_modules/**'],
      suppressErrors: true,
    });
    await this.#ignores.enterFromAbove(cwd);
    await this.#ignores.enter(cwd);
    for (const path of paths) if (!this.#ignores.excludes(path, false)) this.#files.add(resolve(path));
  }

  async #walk(directory: string): Promise<void> {
    await this.#ignores.enter(directory);
    let entries: Dirent[];
    try {
      entries = readdirSync(directory, { withFileTypes: true });
    } catch (error) {
      this.#problems.push(problemOf(directory, error));
      return;
    }
    for (const entry of entries) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) await this.#enter(path, entry.name);
      else if (entry.isSymbolicLink()) await this.#follow(path, entry.name);
      else if (entry.isFile() && MANIFEST.test(entry.name) && !this.#ignores.excludes(path, false))
        this.#files.add(path);
    }
  }

  async #enter(path: string, name: string): Promise<void> {
    if (!NEVER_ENTERED.has(name) && !this.#ignores.excludes(path, true)) await this.#walk(path);
  }

  async #follow(path: string, name: string): Promise<void> {
    if (this.#ignores.excludes(path, false)) return;
    try {
      const target = statSync(path);
      if (!target.isDirectory()) {
        if (target.isFile() && MANIFEST.test(name)) this.#files.add(path);
        return;
      }
      const real = realpathSync(path);
      if (this.#linked.has(real) || `${realpathSync(join(path, '..'))}/`.startsWith(`${real}/`)) {
        if (!this.#linked.has(real))
          this.#problems.push({
            path,
            message: 'the link leads back to a folder that it lies in',
            help: 'Delete the link, or leave it out with --ignore-pattern.',
          });
        return;
      }
      this.#linked.add(real);
      await this.#enter(path, name);
    } catch (error) {
      if (MANIFEST.test(name)) this.#problems.push(problemOf(path, error));
    }
  }
}

/** A link whose target doesn't exist. */
function isDangling(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Folder by folder, so that a folder's files stay together whatever its name is a prefix of. */
function byName(a: string, b: string): number {
  const [one, other] = [a.split(/[\\/]/), b.split(/[\\/]/)];
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const [left, right] = [one[i] ?? '', other[i] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return one.length - other.length;
}
