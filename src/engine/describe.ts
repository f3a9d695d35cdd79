import type { RuleInfo } from '../report.ts';
import { rulePageUrl } from '../version.ts';
import { codesOf } from './rule.ts';
import type { EnabledRule } from './select.ts';

/**
 * Facts about rules for formats that list them, sorted by id; of a rule that is set otherwise in some places its first
 * level. Loads every rule that is named.
 */
export async function describeRules(enabled: readonly EnabledRule[]): Promise<RuleInfo[]> {
  const once = enabled.filter(({ entry }, index) => enabled.findIndex((other) => other.entry === entry) === index);
  const described = await Promise.all(
    once.map(async ({ entry, level }): Promise<RuleInfo> => {
      const { default: rule } = await entry.load();
      const area = entry.id.slice(0, entry.id.indexOf('/'));
      const kinds = (entry.kinds ?? [])
        .filter((kind) => !kind.endsWith('*'))
        .map((kind) => kind.slice(kind.indexOf('/') + 1));
      return {
        id: entry.id,
        summary: rule.summary,
        url: entry.url ?? rulePageUrl(entry.id),
        level,
        precision: rule.precision,
        type: rule.type,
        tags: [...(rule.securitySeverity ? ['security'] : []), area, ...kinds].slice(0, 5),
        codes: codesOf(rule),
        ...(rule.securitySeverity ? { securitySeverity: rule.securitySeverity } : {}),
      };
    }),
  );
  return described.sort((a, b) => (a.id < b.id ? -1 : 1));
}
