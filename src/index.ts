// The public API of mesh-lint.

export { UsageError } from './engine/errors.ts';
export type { Context, MessageData, OptionSchema, PresetName, ReportExtras, Rule } from './engine/rule.ts';
export { PRESETS } from './engine/rule.ts';
export type { RuleSetting } from './engine/select.ts';
export { writeFixes } from './fix/write.ts';
export { type LintOptions, type LintResult, lint } from './lint.ts';
export type { Mesh } from './mesh/mesh.ts';
export {
  type AnyPluginRule,
  definePlugin,
  defineRule,
  type Plugin,
  type PluginRule,
} from './plugins/plugin.ts';
export type {
  FileReport,
  Finding,
  Fix,
  Level,
  RelatedLocation,
  Report,
  ResourceId,
  RuleInfo,
  Scope,
  SuppressedFinding,
  Suppression,
} from './report.ts';
export { countLevels } from './report.ts';
export { VERSION } from './version.ts';
export type { Field } from './yaml/field.ts';
export type { Resource } from './yaml/resource.ts';
