import type { RuleInfo } from '../report.ts';
import { rulePageUrl } from '../version.ts';
import { codesOf } from './rule.ts';
import type { EnabledRule } from './select.ts';

/** Facts about rules for formats that list them, sorted by id. Loads every rule that is named. */
export async function describeRules(enabled: readonly EnabledRule[]): Promise<RuleInfo[]> {
  const described = await Promise.all(
    enabled.map(async ({ entry, level }): Promise<RuleInfo> => {
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
