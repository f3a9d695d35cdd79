import { UsageError } from '../../engine/errors.ts';
import { type AnyRule, codesOf, type OptionSchema, type PresetEntry } from '../../engine/rule.ts';
import { didYouMean, type EnabledRule, selectRules } from '../../engine/select.ts';
import { targetVersion } from '../../engine/target.ts';
import type { Level } from '../../report.ts';
import { toJson } from '../../text/json.ts';
import { rulePageUrl } from '../../version.ts';
import type { Arguments } from '../flags.ts';
import { knownRules } from '../known-rules.ts';
import type { Io } from '../main.ts';

/** What is told of a rule. */
interface Listed {
  id: string;
  /** Of its page; '' for none. */
  url: string;
  rule: AnyRule;
  /** In the presets that were asked for. */
  level: Level | 'off';
}

const FORMATS: Record<string, (rules: readonly Listed[]) => string> = { table, json, markdown };

/** `mesh-lint rules`: every rule that holds for the version, with its level in recommended or in the presets given. */
export async function listRules(rest: readonly string[], args: Arguments, io: Io): Promise<0> {
  if (rest.length > 0)
    throw new UsageError(`"mesh-lint rules" takes no argument; "mesh-lint explain ${rest[0]}" prints a rule's page`);
  const format = args.text('format') ?? 'table';
  const names = Object.keys(FORMATS);
  const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!write)
    throw new UsageError(
      `"mesh-lint rules" knows no format "${format}"${didYouMean(format, names, `there are ${names.join(', ')}`)}`,
    );
  const istioVersion = targetVersion(args.text('istio-version'));
  const registry = await knownRules(args, io);
  const asked = args.all('preset');
  const presets = asked.length > 0 ? asked : ['recommended'];
  const levels = new Map(selectRules(registry, { presets, istioVersion }).map(({ entry, level }) => [entry.id, level]));
  const everything = selectRules(registry, { presets: ['all'], istioVersion });
  io.stdout.write(write(await Promise.all(everything.map((enabled) => listed(enabled, levels)))));
  return 0;
}

async function listed({ entry }: EnabledRule, levels: ReadonlyMap<string, Level>): Promise<Listed> {
  const { id, url = rulePageUrl(id), load } = entry;
  return { id, url, rule: (await load()).default, level: levels.get(id) ?? 'off' };
}

function table(rules: readonly Listed[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, rule, level }) => `${id.padEnd(width)}  ${level.padEnd(7)}  ${rule.summary}\n`).join('');
}

function markdown(rules: readonly Listed[]): string {
  const rows = rules.map(
    ({ id, url, rule, level }) =>
      `| ${url ? `[${id}](${url})` : id} | ${level} | ${rule.summary.replaceAll('|', '\\|')} |\n`,
  );
  return `| rule | level | what it wants |\n|---|---|---|\n${rows.join('')}`;
}

function json(rules: readonly Listed[]): string {
  const entries = rules.map(({ id, url, rule, level }) => {
    const presets: [string, PresetEntry][] = Object.entries(rule.presets);
    const options: Record<string, OptionSchema> = rule.options ?? {};
    return {
      id,
      summary: rule.summary,
      level,
      presets: Object.fromEntries(presets.map(([name, entry]) => [name, Array.isArray(entry) ? entry[0] : entry])),
      codes: codesOf(rule),
      type: rule.type,
      precision: rule.precision,
      fix: rule.fix,
      istio: rule.istio,
      since: rule.since,
      options,
      url,
    };
  });
  return `[${entries.map((entry) => toJson(entry)).join(',\n')}]\n`;
}
