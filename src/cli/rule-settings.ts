import { UsageError } from '../engine/errors.ts';
import type { Options, RuleSetting } from '../engine/select.ts';
import { readSource } from '../yaml/read.ts';

const EXAMPLE = "--rule 'virtual-service/retry-budget: [error, {maxAttempts: 3}]'";

/** Reads `--rule 'ID: LEVEL'` and `--rule 'ID: [LEVEL, {option: value}]'`. */
export function ruleSettings(texts: readonly string[]): Record<string, RuleSetting> {
  const settings: Record<string, RuleSetting> = {};
  for (const text of texts) {
    const [document] = readSource('--rule', text).documents;
    const value = document?.root.value;
    if (!isRecord(value)) throw new UsageError(`--rule takes an id and a level, not "${text}"; for example ${EXAMPLE}`);
    for (const [id, setting] of Object.entries(value)) settings[id] = settingOf(id, setting);
  }
  return settings;
}

function settingOf(id: string, setting: unknown): RuleSetting {
  const [level, options, ...more] = Array.isArray(setting) ? setting : [setting];
  const named = level === false ? 'off' : level === 'warn' ? 'warning' : level;
  const known = named === 'off' || named === 'error' || named === 'warning' || named === 'info';
  if (!known)
    throw new UsageError(
      `the level of rule ${id} is error, warning, info or off, not ${JSON.stringify(level)}; for example ${EXAMPLE}`,
    );
  if (more.length > 0 || (options !== undefined && !isRecord(options)))
    throw new UsageError(`the options of rule ${id} are one map; for example ${EXAMPLE}`);
  return options === undefined ? named : [named, options];
}

function isRecord(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
