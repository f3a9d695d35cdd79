import type { Mesh } from '../mesh/mesh.ts';
import type { Level } from '../report.ts';
import type { Resource } from '../yaml/resource.ts';
import type { RegistryEntry } from './registry.ts';
import type { PresetName } from './rule.ts';
import { chosen, type EnabledRule, fromPreset, type Options, presetNamed, strongestOf } from './select.ts';

/** Whether something holds for a file, or for a resource in it. Without a mesh a resource lies where it says itself. */
export type Condition = (path: string, resource?: Resource, mesh?: Mesh) => boolean;

/** What one part of a configuration says of rules; later layers win, rule by rule. */
export interface Layer {
  /** Absent: everywhere. */
  holdsFor?: Condition;
  /** Where it holds, nothing counts that layers before it say. */
  resets?: true;
  /** Of several the strongest level of a rule counts. */
  presets?: readonly string[];
  rules?: ReadonlyMap<string, LayerSetting>;
}

export interface LayerSetting {
  level: Level | 'off';
  /** Absent: those of the layers before. */
  options?: Options;
  /** Where it was written, as people name places; absent on the command line. */
  place?: string;
}

/** How a rule is set in one place. */
export interface RuleState {
  level: Level | 'off';
  fromPresets: Options;
  given: Options;
  pinned: boolean;
  /** A place in a file, or the name of a preset. */
  from: string;
}

export interface LayerSelection {
  only?: readonly string[];
  skip?: readonly string[];
  istioVersion: string;
}

/**
 * The rules that run somewhere, in the registry's order: a rule that is set otherwise in some places once for each of its
 * settings. Throws a UsageError for a preset, id or code that doesn't exist.
 */
export function enabledByLayers(
  registry: readonly RegistryEntry[],
  layers: readonly Layer[],
  selection: LayerSelection,
): EnabledRule[] {
  return chosen(registry, selection).flatMap((entry) => {
    const own = new RuleLayers(entry, layers, selection);
    return own.states().flatMap(({ state, holdsFor }) => {
      const { level, fromPresets, given, pinned } = state;
      if (level === 'off') return [];
      return [{ entry, level, options: { fromPresets, given }, pinned, ...(holdsFor ? { holdsFor } : {}) }];
    });
  });
}

/** How each rule is set for a file as a whole, by id; rules that nothing speaks of are left out. */
export function statesFor(
  path: string,
  registry: readonly RegistryEntry[],
  layers: readonly Layer[],
  selection: LayerSelection,
): Map<string, RuleState> {
  const states = new Map<string, RuleState>();
  for (const entry of chosen(registry, selection)) {
    const state = new RuleLayers(entry, layers, selection).stateAt(path);
    if (state) states.set(entry.id, state);
  }
  return states;
}

/** What the layers say of one rule. */
class RuleLayers {
  readonly #entry: RegistryEntry;
  readonly #layers: readonly Layer[];
  /** A rule that was named to run alone runs though no preset holds it. */
  readonly #initial: RuleState | undefined;

  constructor(entry: RegistryEntry, layers: readonly Layer[], { only }: LayerSelection) {
    this.#entry = entry;
    this.#layers = layers.filter(({ resets, presets, rules }) => resets || presets?.length || rules?.has(entry.id));
    this.#initial = only?.length ? this.#preset(['all']) : undefined;
  }

  stateAt(path: string, resource?: Resource, mesh?: Mesh): RuleState | undefined {
    let state = this.#initial;
    for (const layer of this.#layers)
      if (!layer.holdsFor || layer.holdsFor(path, resource, mesh)) state = this.#apply(layer, state);
    return state;
  }

  /** Every setting that holds somewhere, and where, if not everywhere. */
  states(): { state: RuleState; holdsFor?: Condition }[] {
    const reached = new Map([[keyOf(this.#initial), this.#initial]]);
    for (const layer of this.#layers) {
      const before = [...reached.values()];
      if (!layer.holdsFor) reached.clear();
      for (const state of before) {
        const next = this.#apply(layer, state);
        reached.set(keyOf(next), next);
      }
    }
    const isEverywhere = reached.size === 1;
    return [...reached].flatMap(([key, state]) => {
      if (!state) return [];
      if (isEverywhere) return [{ state }];
      const holdsFor: Condition = (path, resource, mesh) => keyOf(this.stateAt(path, resource, mesh)) === key;
      return [{ state, holdsFor }];
    });
  }

  #apply({ resets, presets, rules }: Layer, before: RuleState | undefined): RuleState | undefined {
    const state = (presets && this.#preset(presets)) ?? (resets ? this.#initial : before);
    const setting = rules?.get(this.#entry.id);
    if (!setting) return state;
    return {
      level: setting.level,
      fromPresets: (state ?? this.#preset(['all']))?.fromPresets ?? {},
      given: setting.options ?? state?.given ?? {},
      pinned: true,
      from: setting.place ?? '--rule',
    };
  }

  #preset(names: readonly string[]): RuleState | undefined {
    const asked = names.map(presetNamed).flatMap((name) => {
      const found = fromPreset(this.#entry, name);
      return found ? [{ ...found, name }] : [];
    });
    const found: { level: Level; options: Options; name: PresetName } | undefined = strongestOf(asked);
    return found && { level: found.level, fromPresets: found.options, given: {}, pinned: false, from: found.name };
  }
}

function keyOf(state: RuleState | undefined): string {
  if (!state) return '';
  const { level, fromPresets, given, pinned } = state;
  return JSON.stringify([level, pinned, fromPresets, given]);
}
