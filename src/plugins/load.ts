import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../engine/errors.ts';
import type { RegistryEntry } from '../engine/registry.ts';
import { registry as builtIn } from '../rules/registry.ts';
import { checkRule, isMembers } from './check.ts';
import { registryEntry } from './entry.ts';
import { pluginFailure, shownPath } from './failure.ts';
import { shortName } from './names.ts';
import type { Plugin } from './plugin.ts';
import { findPlugin, type Place } from './resolve.ts';

/**
 * The rules of a plugin, ready for a registry. `specifier` is a file (`./rules/acme.js`, .cjs, .mjs, .ts, .yaml) or a
 * package (`foo` for meshlint-plugin-foo), found from `baseDirectory`, which is absolute. Throws a UsageError for a plugin
 * that is not there, does not load, holds no rules or a rule that cannot be run.
 */
export async function loadPlugin(specifier: string, baseDirectory: string): Promise<RegistryEntry[]> {
  const place = await findPlugin(specifier, baseDirectory);
  return entriesOf(await pluginAt(place, baseDirectory), place, baseDirectory);
}

/** The configurations that a plugin brings, as it exports them, by name; none where it brings none. Throws as loadPlugin. */
export async function pluginConfigs(
  specifier: string,
  baseDirectory: string,
): Promise<Readonly<Record<string, unknown>>> {
  const place = await findPlugin(specifier, baseDirectory);
  const { configs = {} } = await pluginAt(place, baseDirectory);
  if (!isMembers(configs)) throw new UsageError(`plugin "${specifier}" exports configs that are no map by name`);
  return configs;
}

/**
 * The registry with the rules of plugins, each a specifier or the plugin itself. Throws as loadPlugin, and where two plugins
 * have a rule of the same id.
 */
export async function withPlugins(
  registry: readonly RegistryEntry[],
  plugins: readonly (string | Plugin)[],
  baseDirectory: string,
): Promise<readonly RegistryEntry[]> {
  const loaded = [...new Set(plugins)].map((plugin) =>
    typeof plugin === 'string' ? loadPlugin(plugin, baseDirectory) : entriesOfPlugin(plugin, baseDirectory),
  );
  return joinRules(registry, (await Promise.all(loaded)).flat());
}

/** The registry with more rules. Throws a UsageError where two have the same id. */
export function joinRules(registry: readonly RegistryEntry[], more: readonly RegistryEntry[]): RegistryEntry[] {
  const joined = new Map(registry.map((entry) => [entry.id, entry]));
  for (const entry of more) {
    if (joined.has(entry.id))
      throw new UsageError(`two plugins have a rule ${entry.id}; give one of them another name in its meta.name`);
    joined.set(entry.id, entry);
  }
  return [...joined.values()];
}

function entriesOfPlugin(plugin: Plugin, baseDirectory: string): RegistryEntry[] {
  const name = plugin.meta?.name;
  if (name === undefined) throw new UsageError('a plugin that is given as an object needs a name: meta: { name }');
  return entriesOf(plugin, { specifier: name, path: '', name: shortName(name), isPackage: true }, baseDirectory);
}

async function pluginAt(place: Place, directory: string): Promise<Plugin> {
  if (!/\.ya?ml$/.test(place.path)) return moduleOf(place, directory);
  const { declaredPlugin } = await import('./declared/plugin.ts');
  return declaredPlugin(place.path, shownPath(place.path, directory));
}

/** What the module exports: its default, which CommonJS' module.exports is too, or else its names. */
async function moduleOf(place: Place, directory: string): Promise<Plugin> {
  const { specifier, path } = place;
  const shown = place.isPackage ? specifier : shownPath(path, directory);
  let module: unknown;
  try {
    module = await import(/* @vite-ignore */ pathToFileURL(path).href);
  } catch (error) {
    throw loadFailure(error, path, shown, directory);
  }
  const candidates = isMembers(module) ? [module.default, defaultOf(module.default), module] : [];
  const plugin = candidates.find((candidate) => isMembers(candidate) && 'rules' in candidate);
  const rules = isMembers(plugin) ? plugin.rules : undefined;
  if (!isMembers(plugin) || !isMembers(rules) || Object.keys(rules).length === 0)
    throw new UsageError(`plugin "${shown}" exports no rules; it exports { rules: { 'a-name': rule } }`);
  return plugin as unknown as Plugin;
}

/** Of what was written as an ES module and compiled to CommonJS. */
function defaultOf(value: unknown): unknown {
  return isMembers(value) ? value.default : undefined;
}

function loadFailure(error: unknown, path: string, shown: string, directory: string): UsageError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return new UsageError(
      `plugin "${shown}" is TypeScript, which this Node does not read; compile it to JavaScript (npx tsc) and name that ` +
        'file, or use Node 22.18 or newer',
    );
  const failure = pluginFailure(`plugin "${shown}" does not load`, error, directory);
  if (!(error instanceof SyntaxError) || failure.message.includes('\n  at ')) return failure;
  const line = lineOfSyntaxError(path);
  return line === undefined
    ? failure
    : new UsageError(`${failure.message}\n  at ${shownPath(path, directory)}:${line}`);
}

/** An ES module's syntax error doesn't say where it is; Node tells so only when asked to check the file. */
function lineOfSyntaxError(path: string): string | undefined {
  const { stderr } = spawnSync('node', ['--check', path], { encoding: 'utf8', timeout: 10_000 });
  return /^.*:(\d+)\r?\n/.exec(stderr ?? '')?.[1];
}

function entriesOf(plugin: Plugin, place: Place, directory: string): RegistryEntry[] {
  const { name: own, version = '' } = plugin.meta ?? {};
  const name = own === undefined || place.isPackage ? place.name : shortName(own);
  refuseName(name, place);
  return Object.entries(plugin.rules).map(([slug, rule]) => {
    const id = `${name}/${slug}`;
    if (!/^[\w.-]+$/.test(slug))
      throw new UsageError(`rule "${id}" cannot be called so; a rule's name is of letters, digits, - _ and .`);
    return registryEntry(id, checkRule(id, rule), version, directory);
  });
}

/** A plugin is no area of mesh-lint: which rule an id means must be plain. */
function refuseName(name: string, place: Place): void {
  const { specifier } = place;
  if (!/^(?:@[\w.-]+\/)?@?[\w.-]+$/.test(name))
    throw new UsageError(
      `plugin "${specifier}" calls itself "${name}"; a plugin's name is of letters, digits, - _ and .`,
    );
  if (!builtIn.some(({ id }) => id.startsWith(`${name}/`))) return;
  throw new UsageError(
    `plugin "${specifier}" is called "${name}", as an area of mesh-lint's own rules; give it another, ${naming(place)}`,
  );
}

function naming({ isPackage, path }: Place): string {
  if (isPackage) return 'as a package';
  return /\.ya?ml$/.test(path) ? 'as name: at its top' : 'in its meta.name';
}
