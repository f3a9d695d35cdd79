import { dirname, join } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import {
  type Condition,
  enabledByLayers,
  type Layer,
  type LayerSelection,
  type RuleState,
  statesFor,
} from '../engine/layers.ts';
import type { RegistryEntry } from '../engine/registry.ts';
import { type EnabledRule, idsOf, type RuleSetting } from '../engine/select.ts';
import { isAtOrBelow } from '../engine/worlds.ts';
import { checkRules } from './check-rules.ts';
import { at, shownPath } from './config-file.ts';
import { parseConfig } from './parse.ts';
import { configOfObject, readConfig } from './read-config.ts';
import { type Resolved, resolveConfig } from './resolve.ts';
import { mergeSettings, type Settings } from './settings.ts';

/** What the command line says of rules; it wins over every configuration. */
export interface CommandLine extends LayerSelection {
  /** In place of those that configurations extend. */
  presets: readonly string[];
  rules: Readonly<Record<string, RuleSetting>>;
}

/** All configurations of a run: those that hold everywhere, and those of folders. */
export class Configuration {
  readonly #cwd: string;
  /** The outermost first. */
  readonly #base: Resolved[] = [];
  readonly #nested: Resolved[] = [];
  #registry: Promise<readonly RegistryEntry[]> | undefined;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** One file in place of all that could be found; its globs start from the working directory. */
  static async ofFile(path: string, cwd: string): Promise<Configuration> {
    const configuration = new Configuration(cwd);
    configuration.#base.push(await resolveConfig(parseConfig(await readConfig(path, cwd)), cwd, cwd));
    return configuration;
  }

  static async ofObject(value: object, cwd: string): Promise<Configuration> {
    const configuration = new Configuration(cwd);
    configuration.#base.push(
      await resolveConfig(parseConfig(await configOfObject(value, 'config', join(cwd, 'config'), cwd)), cwd, cwd),
    );
    return configuration;
  }

  /** Adds the configuration of the working directory or of a folder above; answers whether the search ends here. */
  async addAbove(files: readonly string[]): Promise<boolean> {
    const resolved = await this.#load(files);
    this.#base.unshift(resolved);
    return resolved.config.root;
  }

  /** Adds the configuration of another folder; answers what it leaves out. */
  async addNested(files: readonly string[]): Promise<readonly string[]> {
    const resolved = await this.#load(files);
    this.#nested.push(resolved);
    return resolved.ignorePatterns;
  }

  /** Of the mesh as a whole: only what holds everywhere counts. */
  get settings(): Settings {
    return this.#base.map(({ settings }) => settings).reduce(mergeSettings, {});
  }

  /** The folder that the globs of `settings.worlds` start from. */
  get worldsDirectory(): string {
    return this.#base.findLast(({ settings }) => settings.worlds)?.directory ?? this.#cwd;
  }

  /** As in .gitignore, by the folder that they start from; later ones win. */
  get ignorePatterns(): { directory: string; patterns: readonly string[] }[] {
    return [...this.#base, ...this.#inner()].flatMap(({ directory, ignorePatterns: patterns }) =>
      patterns.length > 0 ? [{ directory, patterns }] : [],
    );
  }

  /** The configurations that there are, by the paths that are shown. */
  get files(): string[] {
    return this.#all().map(({ config }) => config.file.name);
  }

  /** The plugins, as they are named. */
  get plugins(): string[] {
    return [...new Set(this.#all().flatMap(({ plugins }) => plugins.map(({ named }) => named.value)))];
  }

  /** The places of the overrides by resource that are for some resources of a file. */
  overridesByResource(path: string): string[] {
    return this.#all().flatMap(({ byResource }) =>
      byResource.filter(({ holdsForFile }) => holdsForFile(path)).map(({ place }) => place),
    );
  }

  /** The presets that hold everywhere. */
  presets(commandLine: Pick<CommandLine, 'presets'>): string[] {
    const layers = this.#layers({ ...commandLine, rules: {} });
    return [...new Set(layers.filter(({ holdsFor }) => !holdsFor).flatMap(({ presets = [] }) => presets))];
  }

  /** What could not be taken as it was meant, a sentence each. */
  notes(): string[] {
    return this.#nested.flatMap(({ config: { file, settings } }) => {
      if (Object.keys(settings).length === 0 || !file.root) return [];
      const place = file.placeOf(file.root.child('settings'), 'key');
      return [
        `${place}: settings are of the mesh as a whole, so these count only where mesh-lint starts in this folder`,
      ];
    });
  }

  /** The rules of `builtIn` and of all plugins, joined once. Throws a UsageError for a plugin that can't be loaded. */
  registry(builtIn: readonly RegistryEntry[]): Promise<readonly RegistryEntry[]> {
    this.#registry ??= this.#join(builtIn);
    return this.#registry;
  }

  async #join(builtIn: readonly RegistryEntry[]): Promise<readonly RegistryEntry[]> {
    const plugins = this.#all().flatMap((resolved) => resolved.plugins);
    if (plugins.length === 0) return builtIn;
    const { joinRules, loadPlugin } = await import('../plugins/load.ts');
    const { findPlugin } = await import('../plugins/resolve.ts');
    const loaded = new Set<string>();
    let registry = builtIn;
    for (const { named, file } of plugins)
      await at(file.placeOf(named.field), async () => {
        const from = dirname(file.path);
        const { path } = await findPlugin(named.value, from);
        if (!loaded.has(path)) registry = joinRules(registry, await loadPlugin(named.value, from));
        loaded.add(path);
      });
    return registry;
  }

  /** The rules that run somewhere. Throws a UsageError for a rule or an option that doesn't exist. */
  async enabled(registry: readonly RegistryEntry[], commandLine: CommandLine): Promise<EnabledRule[]> {
    await this.#check(registry);
    const layers = this.#layers(commandLine);
    const enabled = enabledByLayers(registry, layers, commandLine);
    if (enabled.length === 0) refuseSilence(registry, layers, commandLine);
    return enabled;
  }

  /** How rules are set for one file. */
  async statesFor(
    path: string,
    registry: readonly RegistryEntry[],
    commandLine: CommandLine,
  ): Promise<Map<string, RuleState>> {
    await this.#check(registry);
    return statesFor(path, registry, this.#layers(commandLine), commandLine);
  }

  #check(registry: readonly RegistryEntry[]): Promise<void> {
    return checkRules(
      this.#all().flatMap(({ all }) => all),
      registry,
    );
  }

  #layers({ presets, rules }: Pick<CommandLine, 'presets' | 'rules'>): Layer[] {
    const preset = (chosen: boolean): Layer[] =>
      presets.length > 0 ? [{ presets }] : chosen ? [] : [{ presets: ['recommended'] }];
    const own = ({ layers }: Resolved) => (presets.length > 0 ? layers.filter((layer) => !layer.presets) : layers);
    const nested = this.#inner().flatMap((each) => {
      const below: Condition = (path) => isAtOrBelow(path, each.directory);
      const layers = each.config.root
        ? [{ resets: true as const }, ...preset(each.choosesPresets), ...own(each)]
        : own(each);
      return layers.map((layer): Layer => ({ ...layer, holdsFor: and(below, layer.holdsFor) }));
    });
    const fromWords = new Map(
      Object.entries(rules).map(([id, setting]) => {
        const [level, options] = Array.isArray(setting) ? setting : [setting];
        return [id, { level, ...(options ? { options } : {}) }] as const;
      }),
    );
    const chosen = this.#base.some(({ choosesPresets }) => choosesPresets);
    return [...preset(chosen), ...this.#base.flatMap(own), ...nested, { rules: fromWords }];
  }

  /** The outermost first. */
  #inner(): Resolved[] {
    return [...this.#nested].sort((a, b) => a.directory.length - b.directory.length);
  }

  #all(): Resolved[] {
    return [...this.#base, ...this.#inner()];
  }

  async #load(files: readonly string[]): Promise<Resolved> {
    const [path = '', other] = files;
    const config = parseConfig(await readConfig(path, this.#cwd));
    if (other !== undefined)
      throw new UsageError(
        `${shownPath(path, this.#cwd)} and ${shownPath(other, this.#cwd)} are both configurations of one folder; keep one of them`,
      );
    return resolveConfig(config, dirname(path), this.#cwd);
  }
}

/** Throws a UsageError where all that was to run alone is turned off: a run without any rule would look clean. */
function refuseSilence(registry: readonly RegistryEntry[], layers: readonly Layer[], { only = [] }: CommandLine): void {
  for (const id of only.length > 0 ? idsOf(registry, only) : []) {
    const place = layers.findLast(({ rules }) => rules?.get(id)?.level === 'off')?.rules?.get(id)?.place;
    if (place === undefined) continue;
    throw new UsageError(
      `--only ${only.join(' --only ')}: ${place} turns ${id} off; --rule '${id}: error' turns it on`,
    );
  }
}

function and(one: Condition, other: Condition | undefined): Condition {
  return other ? (path, resource, mesh) => one(path, resource, mesh) && other(path, resource, mesh) : one;
}
