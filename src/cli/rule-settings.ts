import { UsageError } from '../engine/errors.ts';
import type { Options, RuleSetting } from '../engine/select.ts';
import type { Level } from '../report.ts';
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

/** Settings of the rules about comments and annotations that silence findings, by --report-unused-disable-directives. */
export function directiveSettings(level: string | undefined): Record<string, RuleSetting> {
  if (level === undefined) return {};
  const known = levelNamed(level);
  if (known === undefined)
    throw new UsageError(`--report-unused-disable-directives is off, info, warn or error, not "${level}"`);
  return Object.fromEntries(
    ['unused', 'unknown', 'expired'].map((name): [string, RuleSetting] => [`core/${name}-directive`, known]),
  );
}

function levelNamed(level: unknown): Level | 'off' | undefined {
  if (level === false) return 'off';
  if (level === 'warn') return 'warning';
  return level === 'off' || level === 'error' || level === 'warning' || level === 'info' ? level : undefined;
}

function settingOf(id: string, setting: unknown): RuleSetting {
  const [level, options, ...more] = Array.isArray(setting) ? setting : [setting];
  const named = levelNamed(level);
  if (named === undefined)
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
