// The public API of mesh-lint.

export { UsageError } from './engine/errors.ts';
export type { Context, MessageData, OptionSchema, PresetName, ReportExtras, Rule } from './engine/rule.ts';
export { PRESETS } from './engine/rule.ts';
export type { RuleSetting } from './engine/select.ts';
export { writeFixes } from './fix/write.ts';
export { type LintOptions, type LintResult, lint } from './lint.ts';
// What rules ask of the mesh; each answers from indexes that are made when first needed.
export { destinationRules, rulesForHost, subsetsOf } from './mesh/destination-rules.ts';
export { type EffectiveMtls, effectiveMtls } from './mesh/effective-mtls.ts';
export { matchesGlob } from './mesh/externals.ts';
export { gatewaysNamed, gatewaysOf } from './mesh/gateways.ts';
export { targetsOfHost } from './mesh/host-lookup.ts';
export type { Membership } from './mesh/injection.ts';
export { labelSelectorMatches } from './mesh/label-selector.ts';
export { membershipIn } from './mesh/membership.ts';
export type { Mesh } from './mesh/mesh.ts';
export { peerAuthentications } from './mesh/peer-authentication.ts';
export { absenceOf, type Reference, WORLD_OPTION } from './mesh/references.ts';
export { selectedWorkloads, servicesIn, servicesOfWorkload, workloadsIn } from './mesh/selected-workloads.ts';
export { virtualServices } from './mesh/virtual-services.ts';
export { containersOf, WORKLOAD_KINDS, type Workload, workloadOf } from './mesh/workloads.ts';
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
export { countLevels, countSuppressed } from './report.ts';
export { VERSION } from './version.ts';
// Edits of fields, for fixes; each answers undefined where it would reach further than the field.
export {
  type Edit,
  insertFirstItem,
  insertMember,
  replaceMember,
  replaceScalar,
  rewriteString,
} from './yaml/edit.ts';
export type { Field } from './yaml/field.ts';
export { deleteMember, insertMap, moveMember } from './yaml/move.ts';
export { moveToEnd } from './yaml/move-item.ts';
export { removeItem } from './yaml/remove-item.ts';
export type { Resource } from './yaml/resource.ts';
