import type { Configuration } from './config/configuration.ts';
import { Discovery } from './config/discover.ts';
import { UsageError } from './engine/errors.ts';
import type { RegistryEntry } from './engine/registry.ts';
import { type EnabledRule, selectRules } from './engine/select.ts';
import { targetVersion } from './engine/target.ts';
import type { FindOptions } from './input/find.ts';
import { expandFolders } from './input/glob.ts';
import type { LintOptions } from './lint.ts';

/** What a run is told by its options and by configurations together; options win. */
export class Configured {
  readonly options: LintOptions;
  readonly #discovery: Discovery;

  private constructor(options: LintOptions, discovery: Discovery) {
    this.options = options;
    this.#discovery = discovery;
  }

  /** Throws a UsageError for a configuration that can't be read. */
  static async by(given: LintOptions): Promise<Configured> {
    const { cwd, paths = [], config } = given;
    const discovery = await Discovery.start({ cwd, paths, ...(config === undefined ? {} : { config }) });
    const { configuration } = discovery;
    return new Configured(configuration ? withSettings(given, configuration) : given, discovery);
  }

  /** Undefined while no configuration was found; folders below may have some. */
  get configuration(): Configuration | undefined {
    return this.#discovery.configuration;
  }

  /** What finding files must know. */
  get find(): Pick<FindOptions, 'configured' | 'onFolder'> {
    const onFolder: FindOptions['onFolder'] = (directory, names) => this.#discovery.folder(directory, names);
    return this.configuration ? { onFolder, configured: this.configuration.ignorePatterns } : { onFolder };
  }

  /** The presets that hold everywhere. */
  get presets(): readonly string[] {
    const { presets = [] } = this.options;
    return this.configuration?.presets({ presets }) ?? (presets.length > 0 ? presets : ['recommended']);
  }

  /** To be asked once all files are found. */
  async enabled(builtIn: readonly RegistryEntry[]): Promise<EnabledRule[]> {
    const { presets = [], rules = {}, only = [], skip = [] } = this.options;
    const istioVersion = targetVersion(this.options.istioVersion);
    const { configuration } = this;
    if (!configuration) return selectRules(builtIn, { presets: this.presets, rules, only, skip, istioVersion });
    return configuration.enabled(await configuration.registry(builtIn), { presets, rules, only, skip, istioVersion });
  }

  /** What holds for a file, for people to read. */
  async print(path: string, builtIn: readonly RegistryEntry[]): Promise<object> {
    const { presets = [], rules = {}, only = [], skip = [], cwd } = this.options;
    const istioVersion = targetVersion(this.options.istioVersion);
    const { printed } = await import('./config/print.ts');
    const configuration = this.configuration ?? new (await import('./config/configuration.ts')).Configuration(cwd);
    return printed(path, configuration, builtIn, { presets, rules, only, skip, istioVersion });
  }

  /** The folders that are worlds of their own; absolute. */
  async worlds(): Promise<string[]> {
    const { worldPer = [], cwd } = this.options;
    if (worldPer.length > 0) return worldFolders(worldPer, cwd, '--world-per');
    const { settings, worldsDirectory = cwd } = this.configuration ?? {};
    return worldFolders(settings?.worlds ?? [], worldsDirectory, 'settings.worlds');
  }
}

function withSettings(options: LintOptions, { settings }: Configuration): LintOptions {
  const { worlds: _, ...others } = settings;
  const context = options.context?.length ? options.context : (others.context ?? []);
  return { ...others, ...options, context };
}

async function worldFolders(globs: readonly string[], directory: string, asked: string): Promise<string[]> {
  const found = await Promise.all(globs.map((glob) => expandFolders(glob, directory)));
  const empty = globs.find((_, index) => found[index]?.length === 0);
  if (empty !== undefined) throw new UsageError(`no folder matches ${asked} "${empty}"`);
  return [...new Set(found.flat())];
}
