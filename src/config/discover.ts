import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Configuration } from './configuration.ts';
import { CONFIG_NAMES, PACKAGE, PACKAGE_KEY } from './names.ts';

/**
 * The configuration files of one folder: none, one, or several, of which nobody could say which counts. `names`: the
 * folder's entries, where they are known.
 */
export function configsIn(directory: string, names?: ReadonlySet<string>): string[] {
  const has = (name: string) => (names ? names.has(name) : existsSync(join(directory, name)));
  const found = CONFIG_NAMES.filter(has).map((name) => join(directory, name));
  const manifest = has(PACKAGE) ? join(directory, PACKAGE) : undefined;
  if (manifest !== undefined && mentionsKey(manifest)) found.push(manifest);
  return found;
}

/** A folder and those that it lies in, the innermost first. */
export function foldersFrom(directory: string): string[] {
  const folders = [directory];
  for (let above = dirname(directory); above !== folders.at(-1); above = dirname(above)) folders.push(above);
  return folders;
}

/** Whether a package.json has the member; of one that is broken, whether it seems to. */
function mentionsKey(manifest: string): boolean {
  let text = '';
  try {
    text = readFileSync(manifest, 'utf8');
    if (!text.includes(`"${PACKAGE_KEY}"`)) return false;
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && PACKAGE_KEY in value;
  } catch {
    return text !== '';
  }
}

export interface DiscoverOptions {
  /** Absolute. */
  cwd: string;
  /** Arguments: the folders on the way to them may have configurations of their own. */
  paths: readonly string[];
  /** A file, relative to `cwd`, or the configuration itself, in place of what can be found; false for none. */
  config?: string | object | false;
}

/** Finds configurations while files are found. Nothing else of this folder is loaded before there is one. */
export class Discovery {
  readonly #cwd: string;
  readonly #isOn: boolean;
  /** What the configuration of each folder that was passed leaves out. */
  readonly #seen = new Map<string, Promise<readonly string[]> | undefined>();
  #configuration: Configuration | undefined;

  private constructor(cwd: string, isOn: boolean) {
    this.#cwd = cwd;
    this.#isOn = isOn;
  }

  /** Throws a UsageError for a configuration that can't be read. */
  static async start({ cwd, paths, config }: DiscoverOptions): Promise<Discovery> {
    const discovery = new Discovery(cwd, config === undefined);
    if (typeof config === 'string') discovery.#configuration = await (await load()).ofFile(resolve(cwd, config), cwd);
    else if (config) discovery.#configuration = await (await load()).ofObject(config, cwd);
    else if (config === undefined) await discovery.#upwards(paths);
    return discovery;
  }

  /** Undefined while there is no configuration. */
  get configuration(): Configuration | undefined {
    return this.#configuration;
  }

  /** Takes the configuration of a folder that is passed; answers what it leaves out, as in .gitignore. */
  folder(directory: string, names?: ReadonlySet<string>): Promise<readonly string[]> | undefined {
    if (!this.#isOn || this.#seen.has(directory)) return this.#seen.get(directory);
    const files = configsIn(directory, names);
    const added = files.length === 0 ? undefined : this.#made().then((made) => made.addNested(files));
    this.#seen.set(directory, added);
    return added;
  }

  async #upwards(paths: readonly string[]): Promise<void> {
    let isComplete = false;
    for (const directory of foldersFrom(this.#cwd)) {
      this.#seen.set(directory, undefined);
      const files = isComplete ? [] : configsIn(directory);
      if (files.length > 0) isComplete = await (await this.#made()).addAbove(files);
    }
    for (const path of paths)
      for (const directory of foldersFrom(resolve(this.#cwd, path))) await this.folder(directory);
  }

  async #made(): Promise<Configuration> {
    this.#configuration ??= new (await load())(this.#cwd);
    return this.#configuration;
  }
}

async function load(): Promise<typeof Configuration> {
  return (await import('./configuration.ts')).Configuration;
}
