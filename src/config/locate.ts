import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { PRESETS } from '../engine/rule.ts';
import { didYouMean, presetNamed } from '../engine/select.ts';
import { suggest } from '../text/suggest.ts';
import { at, type ConfigFile, quoted } from './config-file.ts';
import type { Named } from './parse.ts';

const PRESET_PREFIX = 'mesh-lint:';

/** What a name in `extends` means: a preset, or a file. Throws a UsageError for what is not there. */
export async function locate(
  { value: name, field }: Named,
  file: ConfigFile,
): Promise<{ preset: string } | { path: string }> {
  if (PRESETS.some((preset) => preset === name)) return { preset: name };
  const place = file.placeOf(field);
  if (name.startsWith(PRESET_PREFIX))
    return { preset: await at(place, () => presetNamed(name.slice(PRESET_PREFIX.length))) };
  if (name.startsWith('plugin:'))
    throw new UsageError(
      `${place}: plugins bring rules, not configurations; name ${quoted(name.slice(7))} in "plugins"`,
    );
  if (isAbsolute(name) || /^\.{1,2}(?:[/\\]|$)/.test(name)) {
    const path = resolve(dirname(file.path), name);
    if (existsSync(path)) return { path };
    throw new UsageError(`${place}: ${quoted(name)} is not there; paths are relative to the configuration`);
  }
  return { path: await inPackages(name, place, file) };
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
          ? `did you mean the file "./${name}"?`
          : `"npm install --save-dev ${full}" brings it; presets are ${PRESETS.join(', ')}`;
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
