import { type AnyRule, codesOf, type OptionSchema, type PresetEntry } from '../src/engine/rule.ts';

export interface NamedRule {
  id: string;
  rule: AnyRule;
}

const FIXES = { safe: 'safe', unsafe: 'unsafe', either: 'safe or unsafe, by message' };

/** The header of a rule's page: its facts, from its metadata. */
export function pageHeader({ rule }: NamedRule): string {
  const presets = Object.entries(rule.presets).map(([name, entry]) => `${name} (${levelOf(entry)})`);
  const rows = [
    ['Level', levelIn(rule)],
    ['Presets', presets.join(', ')],
    ['Answers to', codesOf(rule).join(', ')],
    ['Istio', rule.istio ?? 'all supported versions'],
    ['Fix', rule.fix ? FIXES[rule.fix] : ''],
    ['Since', `mesh-lint ${rule.since}`],
  ].filter(([, value]) => value);
  return `${rule.summary}.\n\n| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`;
}

/** All rules by area, as a Markdown table; `prefix` leads from the table's page to the rules' pages. */
export function ruleTable(rules: readonly NamedRule[], prefix: string): string {
  const rows = rules.map(
    ({ id, rule }) => `| [\`${id}\`](${prefix}${id}.md) | ${levelIn(rule)} | ${rule.summary.replaceAll('|', '\\|')} |`,
  );
  return `| rule | level | what it wants |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** The rules that offer fixes, and which kind. */
export function fixTable(rules: readonly NamedRule[], prefix: string): string {
  const rows = rules.flatMap(({ id, rule }) =>
    rule.fix ? [`| [\`${id}\`](${prefix}${id}.md) | ${FIXES[rule.fix]} |`] : [],
  );
  return `| rule | its fixes are |\n|---|---|\n${rows.join('\n')}\n`;
}

function levelIn(rule: AnyRule): string {
  const { recommended } = rule.presets;
  return recommended ? levelOf(recommended) : `off (${Object.keys(rule.presets).join(', ')})`;
}

function levelOf(entry: PresetEntry | undefined): string {
  return (Array.isArray(entry) ? entry[0] : entry) ?? 'off';
}

/** The Options section of a page, from the options' schemas; '' where a rule has none. */
export function pageOptions({ rule }: NamedRule): string {
  const options: [string, OptionSchema][] = Object.entries(rule.options ?? {});
  return options
    .map(
      ([name, { default: value, description }]) =>
        `### ${name}\n\n${description} Default: \`${JSON.stringify(value)}\`.`,
    )
    .join('\n\n');
}

export function pageSources({ rule }: NamedRule): string {
  return rule.sources.map((source) => `- <${source}>`).join('\n');
}
