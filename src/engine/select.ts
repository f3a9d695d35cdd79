import type { Level } from '../report.ts';
import { suggest } from '../text/suggest.ts';
import { UsageError } from './errors.ts';
import type { Condition } from './layers.ts';
import type { RuleOptions } from './options.ts';
import type { RegistryEntry } from './registry.ts';
import { PRESETS, type PresetEntry, type PresetName } from './rule.ts';
import { inRange } from './version.ts';

export type Options = Record<string, unknown>;

/** A rule that will run: its level, and the options that presets and the user gave (defaults come when it is loaded). */
export interface EnabledRule {
  entry: RegistryEntry;
  level: Level;
  options: RuleOptions;
  /** The user named the level, so no message of the rule may change it. */
  pinned: boolean;
  /** Of a rule that is set otherwise in some places: whether it is set like this there. */
  holdsFor?: Condition;
}

/** `off`, a level, or a level with options, as in eslintrc. */
export type RuleSetting = Level | 'off' | [Level | 'off', Options?];

export interface Selection {
  presets: readonly string[];
  /** Settings by rule id; they win over presets. */
  rules?: Readonly<Record<string, RuleSetting>>;
  /** Run these alone: ids, or IST and KIA codes. */
  only?: readonly string[];
  skip?: readonly string[];
  istioVersion: string;
}

const RANK: Record<Level, number> = { info: 0, warning: 1, error: 2 };

/** The rules that run, in the registry's order. Throws a UsageError for a preset, id or code that doesn't exist. */
export function selectRules(registry: readonly RegistryEntry[], selection: Selection): EnabledRule[] {
  const presets = selection.presets.map(presetNamed);
  const isNamed = Boolean(selection.only?.length);
  for (const id of Object.keys(selection.rules ?? {})) idsOf(registry, [id]);
  return chosen(registry, selection).flatMap(
    (entry) => enable(entry, presets, selection.rules?.[entry.id], isNamed) ?? [],
  );
}

/** The rules that were not left out, and hold for the version. Throws a UsageError for an id or code that doesn't exist. */
export function chosen(
  registry: readonly RegistryEntry[],
  { only, skip, istioVersion }: Pick<Selection, 'only' | 'skip' | 'istioVersion'>,
): RegistryEntry[] {
  const named = only?.length ? idsOf(registry, only) : undefined;
  const left = idsOf(registry, skip ?? []);
  return registry.filter(
    ({ id, istio }) => !left.has(id) && (!named || named.has(id)) && (!istio || inRange(istioVersion, istio)),
  );
}

function enable(
  entry: RegistryEntry,
  presets: PresetName[],
  setting: RuleSetting | undefined,
  named: boolean,
): EnabledRule | undefined {
  const asked = presets.flatMap((preset) => fromPreset(entry, preset) ?? []);
  const base = strongestOf(asked) ?? (named || setting !== undefined ? fromPreset(entry, 'all') : undefined);
  const fromPresets = base?.options ?? {};
  if (setting === undefined)
    return base && { entry, level: base.level, options: { fromPresets, given: {} }, pinned: false };
  const [level, given = {}] = Array.isArray(setting) ? setting : [setting];
  return level === 'off' ? undefined : { entry, level, options: { fromPresets, given }, pinned: true };
}

/** The first of the highest level. */
export function strongestOf<T extends { level: Level }>(asked: readonly T[]): T | undefined {
  return [...asked].sort((a, b) => RANK[b.level] - RANK[a.level])[0];
}

export function fromPreset(entry: RegistryEntry, preset: PresetName): { level: Level; options: Options } | undefined {
  const found: PresetEntry | undefined =
    preset === 'all'
      ? (entry.presets.recommended ?? Object.values(entry.presets)[0] ?? 'warning')
      : entry.presets[preset];
  if (found === undefined) return undefined;
  return Array.isArray(found) ? { level: found[0], options: found[1] } : { level: found, options: {} };
}

/** Throws a UsageError for a preset that doesn't exist. */
export function presetNamed(name: string): PresetName {
  const preset = PRESETS.find((candidate) => candidate === name);
  if (preset) return preset;
  throw new UsageError(`unknown preset "${name}"${didYouMean(name, PRESETS, `there are ${PRESETS.join(', ')}`)}`);
}

/** The ids of the rules that ids and codes name. Throws a UsageError for one that none answers to. */
export function idsOf(registry: readonly RegistryEntry[], names: readonly string[]): Set<string> {
  const ids = new Set<string>();
  for (const name of names) {
    const matching = registry.filter((entry) => entry.id === name || entry.codes.includes(name.toUpperCase()));
    if (matching.length === 0) {
      const ids = registry.map((entry) => entry.id);
      throw new UsageError(`unknown rule "${name}"${didYouMean(name, ids, '"mesh-lint rules" lists them')}`);
    }
    for (const entry of matching) ids.add(entry.id);
  }
  return ids;
}

/** Ends a sentence about a word that is unknown: with the candidate that was likely meant, else with what to do. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise: string): string {
  const found = suggest(word, candidates);
  return found === undefined ? `; ${otherwise}` : `; did you mean "${found}"?`;
}
