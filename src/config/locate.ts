import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { PRESETS } from '../engine/rule.ts';
import { didYouMean, presetNamed } from '../engine/select.ts';
import { suggest } from '../text/suggest.ts';
import { at, type ConfigFile, quoted } from './config-file.ts';
import type { Named } from './parse.ts';

const PRESET_PREFIX = 'mesh-lint:';
const PLUGIN_PREFIX = 'plugin:';
const IS_PACKAGE = /^(?:@[\w.-]+\/)?[\w.-]+$/;

/** What a name in `extends` means; of a plugin's configuration also the plugin that it is of. */
export type Extended = { preset: string } | { path: string } | { path: string; value: object; plugin: string };

/** Throws a UsageError for what is not there. */
export async function locate({ value: name, field }: Named, file: ConfigFile): Promise<Extended> {
  if (PRESETS.some((preset) => preset === name)) return { preset: name };
  const place = file.placeOf(field);
  if (name.startsWith(PRESET_PREFIX))
    return { preset: await at(place, () => presetNamed(name.slice(PRESET_PREFIX.length))) };
  if (name.startsWith(PLUGIN_PREFIX)) return at(place, () => ofPlugin(name, file));
  if (isAbsolute(name) || /^\.{1,2}(?:[/\\]|$)/.test(name)) {
    const path = resolve(dirname(file.path), name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) return { path };
    if (stats) throw new UsageError(`${place}: ${quoted(name)} is no file; name the configuration in it`);
    throw new UsageError(`${place}: ${quoted(name)} is not there; paths are relative to the configuration`);
  }
  return { path: await inPackages(name, place, file) };
}

/** `plugin:acme/strict`: the configuration `strict` of the plugin `acme`. */
async function ofPlugin(name: string, file: ConfigFile): Promise<Extended> {
  const slash = name.lastIndexOf('/');
  if (slash < 0)
    throw new UsageError(`${quoted(name)} names a plugin, and no configuration of it: plugin:NAME/CONFIGURATION`);
  const plugin = name.slice(PLUGIN_PREFIX.length, slash);
  const { pluginConfigs } = await import('../plugins/load.ts');
  const { findPlugin } = await import('../plugins/resolve.ts');
  const from = dirname(file.path);
  const configs = await pluginConfigs(plugin, from);
  const wanted = name.slice(slash + 1);
  const value = Object.hasOwn(configs, wanted) ? configs[wanted] : undefined;
  if (typeof value === 'object' && value !== null)
    return { path: (await findPlugin(plugin, from)).path, value, plugin };
  const known = Object.keys(configs);
  const otherwise = known.length > 0 ? `it has ${known.join(', ')}` : 'it has none';
  throw new UsageError(
    `the plugin "${plugin}" has no configuration ${quoted(wanted)}${didYouMean(wanted, known, otherwise)}`,
  );
}

async function inPackages(name: string, place: string, file: ConfigFile): Promise<string> {
  const { packageName } = await import('./eslintrc.ts');
  const full = packageName(name, 'meshlint-config');
  const from = dirname(file.path);
  try {
    return createRequire(join(from, 'package.json')).resolve(full);
  } catch {
    const near = suggest(name, PRESETS);
    const advice =
      near !== undefined
        ? `did you mean the preset "${near}"?`
        : existsSync(join(from, name))
          ? `did you mean the file ${quoted(`./${name}`)}?`
          : `${IS_PACKAGE.test(full) ? `"npm install --save-dev ${full}" brings it; ` : ''}presets are ${PRESETS.join(', ')}`;
    throw new UsageError(`${place}: there is no package ${quoted(full)} for ${quoted(name)}; ${advice}`);
  }
}

/** Throws what a name of a rule that isn't there means: did you mean …? */
export function unknownRule(id: string, known: readonly { id: string; codes: readonly string[] }[]): string {
  const answering = known.filter(({ codes }) => codes.includes(id.toUpperCase())).map((rule) => rule.id);
  if (answering.length > 0) return `${id} is a code of ${answering.join(', ')}; a configuration names the rules`;
  const ids = known.map((rule) => rule.id);
  return `unknown rule ${quoted(id)}${didYouMean(id, ids, '"mesh-lint rules" lists them')}`;
}
