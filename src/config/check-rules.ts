import { optionsProblem } from '../engine/options.ts';
import type { RegistryEntry } from '../engine/registry.ts';
import type { ConfigFile } from './config-file.ts';
import { unknownRule } from './locate.ts';
import type { Config, RuleEntry } from './parse.ts';

/** Checks what configurations say of rules. Throws a UsageError for rules and options that don't exist. */
export async function checkRules(configs: readonly Config[], registry: readonly RegistryEntry[]): Promise<void> {
  const known = new Map(registry.map((entry) => [entry.id, entry]));
  for (const { file, rules, overrides } of configs) {
    for (const map of [rules, ...overrides.map((override) => override.rules)])
      for (const [id, setting] of map) {
        const entry = known.get(id);
        if (!entry) file.problem(setting.field, unknownRule(id, registry), 'key');
        else if (setting.options && setting.optionsField) await checkOptions(file, entry, setting);
      }
    file.refuseProblems();
  }
}

async function checkOptions(
  file: ConfigFile,
  entry: RegistryEntry,
  { options, optionsField, field }: RuleEntry,
): Promise<void> {
  const { default: rule } = await entry.load();
  const problem = await optionsProblem(entry.id, rule, options ?? {});
  if (!problem) return;
  const at = (optionsField ?? field).follow(problem.pointer);
  file.problem(at, problem.message, problem.isKey ? 'key' : 'value');
}
