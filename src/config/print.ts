import type { RuleState } from '../engine/layers.ts';
import { withDefaults } from '../engine/options.ts';
import type { RegistryEntry } from '../engine/registry.ts';
import type { CommandLine, Configuration } from './configuration.ts';

/** A rule as it is set: a level, or a level with its options. */
type Setting = string | [level: string, options: Record<string, unknown>];

export interface PrintedConfig {
  configFiles: string[];
  settings: Record<string, unknown>;
  ignorePatterns: string[];
  plugins: string[];
  /** Options with their defaults. */
  rules: Record<string, Setting>;
  /** Where each rule got its setting: a place in a file, a preset, or `--rule`. */
  from: Record<string, string>;
  /** Overrides by resource that may hold in the file; where they stand. */
  overridesByResource: string[];
}

/** How things are set for one file. Throws a UsageError for what is wrong with a configuration. */
export async function printed(
  path: string,
  configuration: Configuration,
  builtIn: readonly RegistryEntry[],
  commandLine: CommandLine,
): Promise<PrintedConfig> {
  const registry = await configuration.registry(builtIn);
  const states = [...(await configuration.statesFor(path, registry, commandLine))].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = new Map(registry.map((entry) => [entry.id, entry]));
  const rules: PrintedConfig['rules'] = {};
  for (const [id, state] of states) rules[id] = await settingOf(entries.get(id), state);
  return {
    configFiles: configuration.files,
    settings: { ...configuration.settings, istioVersion: commandLine.istioVersion },
    ignorePatterns: configuration.ignorePatterns.flatMap(({ patterns }) => patterns),
    plugins: configuration.plugins,
    rules,
    from: Object.fromEntries(states.map(([id, { from }]) => [id, from])),
    overridesByResource: configuration.overridesByResource(path),
  };
}

async function settingOf(entry: RegistryEntry | undefined, state: RuleState): Promise<Setting> {
  if (!entry || state.level === 'off') return state.level;
  const { default: rule } = await entry.load();
  const options = await withDefaults(entry.id, rule, state);
  return Object.keys(options).length > 0 ? [state.level, options] : state.level;
}
