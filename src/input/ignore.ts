import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Ignore } from 'ignore';
import { under } from './path.ts';

/** The patterns of one source, and the folder that they are relative to. */
interface Layer {
  directory: string;
  matcher: Ignore;
  /** Of a file of git's, which ends where a repository begins inside of another; of a configuration; of the caller. */
  source: 'git' | 'config' | 'caller';
}

/** What holds for the entries of one folder; the last layer that says anything of a path decides. */
export type Scope = readonly Layer[];

export interface IgnoreOptions {
  cwd: string;
  ignorePatterns?: readonly string[];
  ignore?: boolean;
  /** What configurations leave out, by the folder that the patterns start from; later ones win. */
  configured?: readonly { directory: string; patterns: readonly string[] }[];
  /** Called for each folder that is passed; answers what a configuration in it leaves out. */
  onFolder?: (directory: string, names?: ReadonlySet<string>) => Promise<readonly string[]> | undefined;
}

/** What a walk leaves out, folder by folder. The `ignore` package is loaded with the first pattern. */
export class Ignores {
  readonly #useGitignore: boolean;
  readonly #base: Scope;
  readonly #onFolder: IgnoreOptions['onFolder'];
  #create: Create | undefined;

  private constructor({ ignore = true, onFolder }: IgnoreOptions, create: Create | undefined, base: Scope) {
    this.#useGitignore = ignore;
    this.#onFolder = onFolder;
    this.#create = create;
    this.#base = base;
  }

  static async of(options: IgnoreOptions): Promise<Ignores> {
    const { cwd, ignorePatterns = [], configured = [] } = options;
    if (ignorePatterns.length + configured.length === 0) return new Ignores(options, undefined, []);
    const create = await load();
    const layer = (directory: string, patterns: readonly string[], source: Layer['source']): Layer => ({
      directory,
      matcher: create().add([...patterns]),
      source,
    });
    return new Ignores(options, create, [
      ...configured.map(({ directory, patterns }) => layer(directory, patterns, 'config')),
      ...(ignorePatterns.length > 0 ? [layer(cwd, ignorePatterns, 'caller')] : []),
    ]);
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
    const configured = this.#onFolder?.(directory, names);
    const all = configured ? await this.#configured(scope, directory, await configured) : scope;
    return this.#useGitignore ? this.#gitignored(all, directory, names) : all;
  }

  async #configured(scope: Scope, directory: string, patterns: readonly string[]): Promise<Scope> {
    if (patterns.length === 0) return scope;
    this.#create ??= await load();
    const matcher = this.#create().add([...patterns]);
    const isCaller = ({ source }: Layer) => source === 'caller';
    const outer = scope.filter((layer) => !isCaller(layer));
    return [...outer, { directory, matcher, source: 'config' }, ...scope.filter(isCaller)];
  }

  async #gitignored(scope: Scope, directory: string, names?: ReadonlySet<string>): Promise<Scope> {
    const has = (name: string) => (names ? names.has(name) : existsSync(join(directory, name)));
    const isTop = has('.git');
    const files = [
      ...(isTop ? [join(directory, '.git', 'info', 'exclude')] : []),
      ...(has('.gitignore') ? [join(directory, '.gitignore')] : []),
    ];
    if (files.length === 0) return scope;
    const kept = isTop ? scope.filter(({ source }) => source !== 'git') : scope;
    const added: Layer[] = [];
    for (const file of files) {
      const patterns = patternsOf(file);
      if (patterns === undefined) continue;
      this.#create ??= await load();
      added.push({ directory, matcher: this.#create().add(patterns), source: 'git' });
    }
    if (added.length === 0) return kept;
    const isGit = ({ source }: Layer) => source === 'git';
    return [...kept.filter(isGit), ...added, ...kept.filter((layer) => !isGit(layer))];
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

type Create = (layer?: Ignore) => Ignore;

async function load(): Promise<Create> {
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
