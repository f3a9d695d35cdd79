import { resolve } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import type { Condition, Layer } from '../engine/layers.ts';
import type { Resource } from '../yaml/resource.ts';
import { type ConfigFile, shownPath } from './config-file.ts';
import { locate } from './locate.ts';
import { type Config, type Named, type Override, parseConfig } from './parse.ts';
import { configOfObject, readConfig } from './read-config.ts';
import { fits } from './resources.ts';
import { mergeSettings, type Settings } from './settings.ts';

/** A configuration with all that it extends. */
export interface Resolved {
  config: Config;
  /** Absolute: where its globs start from, those of what it extends too. */
  directory: string;
  /** The weakest first. */
  layers: Layer[];
  plugins: { named: Named; file: ConfigFile }[];
  ignorePatterns: string[];
  settings: Settings;
  /** Does it, or what it extends, choose the presets? Otherwise there is `recommended`. */
  choosesPresets: boolean;
  /** Itself and what it extends. */
  all: Config[];
  /** Overrides that are for some resources of files alone. */
  byResource: { place: string; holdsForFile: Condition }[];
}

/** Throws a UsageError for names that lead nowhere or in a circle, and for what is wrong with what they lead to. */
export async function resolveConfig(config: Config, directory: string, cwd: string): Promise<Resolved> {
  const resolved: Resolved = {
    config,
    directory,
    layers: [],
    plugins: [],
    ignorePatterns: [],
    settings: {},
    choosesPresets: false,
    all: [],
    byResource: [],
  };
  await add(config, resolved, { cwd, trail: [] });
  return resolved;
}

interface Way {
  cwd: string;
  /** The names of the configurations that lead here. */
  trail: readonly string[];
  /** Of the override that names it. */
  holdsFor?: Condition;
}

async function add(config: Config, into: Resolved, way: Way): Promise<void> {
  const { file } = config;
  into.all.push(config);
  const isEverywhere = !way.holdsFor;
  if (isEverywhere && config.extends?.length === 0) into.choosesPresets = true;
  await addExtends(config.extends ?? [], file, into, way);
  for (const named of config.plugins) into.plugins.push({ named, file });
  if (isEverywhere) into.ignorePatterns.push(...config.ignorePatterns.map(({ value }) => value));
  if (isEverywhere) into.settings = mergeSettings(into.settings, config.settings);
  for (const rules of [config.reportUnusedDisableDirectives, config.rules])
    if (rules.size > 0) into.layers.push({ rules, ...conditional(way.holdsFor) });
  for (const override of config.overrides) {
    const files = await fileCondition(override, into.directory, way.cwd);
    const holdsFor = both(way.holdsFor, conditionOf(override, files));
    if (override.resources) into.byResource.push({ place: file.placeOf(override.field), holdsForFile: files });
    await addExtends(override.extends, file, into, { ...way, holdsFor });
    into.layers.push({ rules: override.rules, holdsFor });
  }
}

async function addExtends(names: readonly Named[], file: ConfigFile, into: Resolved, way: Way): Promise<void> {
  for (const named of names) {
    const target = await locate(named, file);
    if ('preset' in target) {
      if (!way.holdsFor) into.choosesPresets = true;
      into.layers.push({ presets: [target.preset], ...conditional(way.holdsFor) });
      continue;
    }
    const trail = [...way.trail, file.name];
    const name = 'value' in target ? named.value : shownPath(target.path, way.cwd);
    if (trail.includes(name)) {
      const circle = [...trail.slice(trail.indexOf(name)), name].join(' → ');
      throw new UsageError(`${file.placeOf(named.field)}: "extends" goes round in a circle: ${circle}`);
    }
    if ('value' in target) into.plugins.push({ named: { ...named, value: target.plugin }, file });
    const extended =
      'value' in target
        ? await configOfObject(target.value, name, target.path, way.cwd)
        : await readConfig(target.path, way.cwd);
    await add(parseConfig(extended), into, { ...way, trail });
  }
}

function conditional(holdsFor: Condition | undefined): { holdsFor?: Condition } {
  return holdsFor ? { holdsFor } : {};
}

function both(one: Condition | undefined, other: Condition): Condition {
  return one ? (path, resource, mesh) => one(path, resource, mesh) && other(path, resource, mesh) : other;
}

/** Each file and each resource is asked about once. */
function conditionOf({ resources }: Override, files: Condition): Condition {
  if (!resources) return files;
  const known = new WeakMap<Resource, boolean>();
  return (path, resource, mesh) => {
    if (!resource || !files(path)) return false;
    let answer = known.get(resource);
    if (answer === undefined) {
      answer = resources.some((criteria) => fits(criteria, resource, mesh));
      known.set(resource, answer);
    }
    return answer;
  };
}

async function fileCondition({ files, excludedFiles }: Override, directory: string, cwd: string): Promise<Condition> {
  if (files.length === 0) return () => true;
  const { fileTester } = await import('./eslintrc.ts');
  const globs = (named: readonly Named[]) => named.map(({ value }) => value);
  const test = fileTester(globs(files), globs(excludedFiles), directory);
  const known = new Map<string, boolean>();
  return (path) => {
    let answer = known.get(path);
    if (answer === undefined) {
      answer = test(resolve(cwd, path));
      known.set(path, answer);
    }
    return answer;
  };
}
