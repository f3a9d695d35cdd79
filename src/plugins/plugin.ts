import type { OptionSchema, OptionsOf, RuleCheck, RuleMeta } from '../engine/rule.ts';
import type { Level } from '../report.ts';

type Optional = 'type' | 'precision' | 'since' | 'presets' | 'sources';

/** What a rule of a plugin says of itself: as a built-in rule does, but most of it has a default. */
export interface PluginRuleMeta<M extends string, S extends Record<string, OptionSchema>>
  extends Omit<RuleMeta<M, S>, Optional | 'otherCodes'>,
    Partial<Pick<RuleMeta<M, S>, Optional>> {
  /** Its level wherever its plugin is loaded; default warning. `presets` in its place says it preset by preset; `{}` is off. */
  level?: Level;
  /** Address of its page, for every format that shows one. */
  url?: string;
}

export type PluginRule<
  M extends string = string,
  S extends Record<string, OptionSchema> = Record<string, OptionSchema>,
> = PluginRuleMeta<M, S> & RuleCheck<M, OptionsOf<S>>;

/** A rule as a plugin may hold it, whatever its messages and options: their types were checked where it was defined. */
// biome-ignore lint/suspicious/noExplicitAny: messages and options differ from rule to rule
export type AnyPluginRule = PluginRuleMeta<any, any> & RuleCheck<any, any>;

/** What a plugin's module exports, as its default or by name. */
export interface Plugin {
  meta?: {
    /** Stands before the rules' names; default the name of the package or the file. */
    name?: string;
    version?: string;
  };
  /** By slug: the rule `team-label` of the plugin `acme` is `acme/team-label`. */
  rules: Readonly<Record<string, AnyPluginRule>>;
  /** Configurations for `extends: plugin:acme/recommended`. */
  configs?: Readonly<Record<string, unknown>>;
}

/** Types a rule: message ids and options are checked where they are used. */
export function defineRule<const M extends string, const S extends Record<string, OptionSchema> = Record<never, never>>(
  rule: PluginRule<M, S>,
): PluginRule<M, S> {
  return rule;
}

/** Types a plugin. */
export function definePlugin<const P extends Plugin>(plugin: P): P {
  return plugin;
}
