import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Ignore } from 'ignore';
import { under } from './path.ts';

/** The patterns of one source, and the folder that they are relative to. */
interface Layer {
  directory: string;
  matcher: Ignore;
  /** From a file of git's, so that it ends where a repository begins inside of another. */
  isGit: boolean;
}

/** What holds for the entries of one folder; the last layer that says anything of a path decides. */
export type Scope = readonly Layer[];

export interface IgnoreOptions {
  cwd: string;
  ignorePatterns?: readonly string[];
  ignore?: boolean;
}

/** What a walk leaves out, folder by folder. The `ignore` package is loaded with the first pattern. */
export class Ignores {
  readonly #useGitignore: boolean;
  readonly #base: Scope;
  #create: ((layer?: Ignore) => Ignore) | undefined;

  private constructor(useGitignore: boolean, create: ((layer?: Ignore) => Ignore) | undefined, base: Scope) {
    this.#useGitignore = useGitignore;
    this.#create = create;
    this.#base = base;
  }

  static async of({ cwd, ignorePatterns = [], ignore = true }: IgnoreOptions): Promise<Ignores> {
    if (ignorePatterns.length === 0) return new Ignores(ignore, undefined, []);
    const create = await load();
    return new Ignores(ignore, create, [{ directory: cwd, matcher: create().add([...ignorePatterns]), isGit: false }]);
  }

  /** What holds for a folder from above, if that folder, having been named, is not excluded itself. */
  async above(directory: string): Promise<Scope> {
    const folders = ancestors(directory);
    const top = this.#useGitignore ? folders.findLastIndex((folder) => existsSync(join(folder, '.git'))) : -1;
    let scope = this.#base;
    for (const [i, folder] of folders.entries()) {
      scope = this.#admit(scope, folder);
      if (top >= 0 && i >= top) scope = await this.inside(scope, folder);
    }
    return this.#admit(scope, directory);
  }

  /** Adds what a folder itself says to what holds for it from above. `names`: its entries, where they are known. */
  async inside(scope: Scope, directory: string, names?: ReadonlySet<string>): Promise<Scope> {
    if (!this.#useGitignore) return scope;
    const has = (name: string) => (names ? names.has(name) : existsSync(join(directory, name)));
    const isTop = has('.git');
    const files = [
      ...(isTop ? [join(directory, '.git', 'info', 'exclude')] : []),
      ...(has('.gitignore') ? [join(directory, '.gitignore')] : []),
    ];
    if (files.length === 0) return scope;
    const kept = isTop ? scope.filter((layer) => !layer.isGit) : scope;
    const added: Layer[] = [];
    for (const file of files) {
      const patterns = patternsOf(file);
      if (patterns === undefined) continue;
      this.#create ??= await load();
      added.push({ directory, matcher: this.#create().add(patterns), isGit: true });
    }
    if (added.length === 0) return kept;
    return [...kept.filter((layer) => layer.isGit), ...added, ...kept.filter((layer) => !layer.isGit)];
  }

  /** What holds for the folders and files of a folder that a walk comes to; undefined where it is excluded. */
  enter(scope: Scope, directory: string): Scope | undefined {
    return excludes(scope, directory, true) ? undefined : this.#admit(scope, directory);
  }

  /**
   * A layer that excludes a folder excludes all that is in it. Where the folder is entered nevertheless, because another
   * layer has the last word or it was named, its content must be asked about by itself.
   */
  #admit(scope: Scope, directory: string): Scope {
    const create = this.#create;
    if (!create || !scope.some((layer) => verdict(layer, directory, true) === 'excluded')) return scope;
    return scope.map((layer) => {
      if (verdict(layer, directory, true) !== 'excluded') return layer;
      const name = relativeTo(layer, directory)?.replace(/[\\*?[]/g, '\\$&');
      return { ...layer, matcher: create(layer.matcher).add(`!/${name}/`) };
    });
  }
}

/** Whether a path is left out. Its folder must have been entered. */
export function excludes(scope: Scope, path: string, isDirectory: boolean): boolean {
  for (let i = scope.length - 1; i >= 0; i--) {
    const layer = scope[i];
    const said = layer && verdict(layer, path, isDirectory);
    if (said) return said === 'excluded';
  }
  return false;
}

function verdict(layer: Layer, path: string, isDirectory: boolean): 'excluded' | 'included' | undefined {
  const name = relativeTo(layer, path);
  if (!name) return undefined;
  const { ignored, unignored } = layer.matcher.test(isDirectory ? `${name}/` : name);
  return ignored ? 'excluded' : unignored ? 'included' : undefined;
}

/** A path as patterns see it; undefined for one that they cannot speak of. */
function relativeTo({ directory }: Layer, path: string): string | undefined {
  const prefix = under(directory, '');
  if (!path.startsWith(prefix)) return undefined;
  const name = path.slice(prefix.length);
  return sep === '/' ? name : name.replaceAll(sep, '/');
}

async function load(): Promise<(layer?: Ignore) => Ignore> {
  const { default: ignore } = await import('ignore');
  return (layer) => (layer ? ignore({ ignorecase: false }).add(layer) : ignore({ ignorecase: false }));
}

/** The text of a file with patterns; undefined without any. A file that cannot be read excludes nothing. */
function patternsOf(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return /^[^#\s]/m.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The folders that a path lies in, the outermost first. */
function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestors(parent), parent];
}
