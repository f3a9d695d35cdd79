import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { didYouMean } from '../engine/select.ts';
import { targetVersion } from '../engine/target.ts';
import { mayBeGlob } from '../input/glob.ts';
import { EXTERNALS, type Externals } from '../mesh/externals.ts';
import { WORLDS, type World } from '../mesh/world.ts';
import type { Field } from '../yaml/field.ts';
import { type ConfigFile, quoted } from './config-file.ts';
import { isMap, text, texts } from './value.ts';

/** What a configuration says of the mesh as a whole. */
export interface Settings {
  /** A minor with schemas. */
  istioVersion?: string;
  rootNamespace?: string;
  /** Of manifests that name none. */
  namespace?: string;
  world?: World;
  externals?: Externals;
  /** Absolute paths and globs. */
  context?: readonly string[];
  /** Absolute. */
  snapshot?: string;
  /** Globs of folders. */
  worlds?: readonly string[];
}

export const SETTINGS_KEYS = [
  'istioVersion',
  'rootNamespace',
  'namespace',
  'world',
  'externals',
  'context',
  'snapshot',
  'worlds',
] as const;

/** Reads `settings`; paths of files are relative to the configuration's own folder. */
export function parseSettings(file: ConfigFile, map: Field): Settings {
  if (!isMap(file, map, '{istioVersion: "1.31"}')) return {};
  file.checkKeys(map, SETTINGS_KEYS, 'settings');
  const settings: Settings = {};
  const set = <K extends keyof Settings>(key: K, value: Settings[K]) => {
    if (value !== undefined) settings[key] = value;
  };
  set('istioVersion', istioVersion(file, map.child('istioVersion')));
  set('rootNamespace', text(file, map.child('rootNamespace')));
  set('namespace', text(file, map.child('namespace')));
  set('world', world(file, map.child('world')));
  set('externals', externals(file, map.child('externals')));
  if (map.child('context').isSet) set('context', paths(file, map.child('context')));
  set('snapshot', paths(file, map.child('snapshot'))[0]);
  if (map.child('worlds').isSet)
    set(
      'worlds',
      texts(file, map.child('worlds')).map(({ value }) => value),
    );
  return settings;
}

/** The nearer one wins, member by member; externals are added kind by kind. */
export function mergeSettings(far: Settings, near: Settings): Settings {
  const externals = { ...far.externals, ...near.externals };
  return { ...far, ...near, ...(Object.keys(externals).length > 0 ? { externals } : {}) };
}

function istioVersion(file: ConfigFile, field: Field): string | undefined {
  const wanted = text(file, field);
  if (wanted === undefined) return undefined;
  try {
    return targetVersion(wanted);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    file.problem(field, error.message);
    return undefined;
  }
}

function world(file: ConfigFile, field: Field): World | undefined {
  const name = text(file, field);
  const known = WORLDS.find((each) => each === name);
  if (name !== undefined && !known)
    file.problem(field, `unknown world ${quoted(name)}${didYouMean(name, WORLDS, `there are ${WORLDS.join(', ')}`)}`);
  return known;
}

function externals(file: ConfigFile, map: Field): Externals | undefined {
  if (!isMap(file, map, '{hosts: ["*.example.com"]}')) return undefined;
  file.checkKeys(map, Object.values(EXTERNALS), 'externals');
  return Object.fromEntries(map.entries().map((kind) => [kind.name, texts(file, kind).map(({ value }) => value)]));
}

function paths(file: ConfigFile, field: Field): string[] {
  return texts(file, field).map(({ value, field: item }) => {
    const path = resolve(dirname(file.path), value);
    if (!existsSync(path) && !mayBeGlob(value))
      file.problem(item, `${quoted(value)} is not there; paths are relative to the configuration`);
    return path;
  });
}
