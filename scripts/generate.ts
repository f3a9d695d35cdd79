// Writes what follows from the rules' metadata: the registry, the pages' headers and the tables. `--check` only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { codesOf } from '../src/engine/rule.ts';
import { configSchema } from './config-schema.ts';
import { formatSamples } from './format-docs.ts';
import { codeTable } from './ist-codes.ts';
import { examplePicture, PICTURE } from './picture.ts';
import { areaTable, fixTable, type NamedRule, pageHeader, pageOptions, pageSources, ruleIndex } from './rule-docs.ts';
import { hasPage, loadRule, pagePath, ROOT, ruleIds } from './rule-files.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];

async function main(): Promise<void> {
  const rules: NamedRule[] = [];
  for (const id of ruleIds()) rules.push({ id, rule: await loadRule(id) });
  put(join(ROOT, 'src', 'rules', 'registry.ts'), registrySource(rules));
  for (const named of rules) {
    if (!hasPage(named.id)) continue;
    replaceBetween(pagePath(named.id), 'generated header', pageHeader(named));
    if (named.rule.options) replaceBetween(pagePath(named.id), 'generated options', pageOptions(named));
    replaceBetween(pagePath(named.id), 'generated sources', pageSources(named));
  }
  const index = join(ROOT, 'docs', 'rules', 'README.md');
  const about =
    'Every rule with its level in `recommended`; presets in brackets where it is only there. Made by `npm run generate`.';
  put(index, `# Rules\n\n${about}\n\n${areaTable(rules, '')}\n${ruleIndex(rules)}`);
  replaceBetween(join(ROOT, 'README.md'), 'generated rules', areaTable(rules, 'docs/rules/README.md'));
  replaceBetween(join(ROOT, 'docs', 'fixing.md'), 'generated fixes', fixTable(rules, 'rules/'));
  replaceBetween(join(ROOT, 'docs', 'compared.md'), 'generated codes', codeTable(rules, 'rules/'));
  put(join(ROOT, 'docs', 'config.schema.json'), `${JSON.stringify(configSchema(rules), null, 2)}\n`);
  for (const [format, sample] of await formatSamples())
    replaceBetween(join(ROOT, 'docs', 'formats.md'), `generated ${format}`, sample);
  put(PICTURE, await examplePicture());
  if (stale.length === 0) return;
  process.stderr.write(`out of date, run npm run generate: ${stale.join(', ')}\n`);
  process.exitCode = 1;
}

/** What many rules have alike is written once: every run of the linter reads this file. */
function registrySource(rules: readonly NamedRule[]): string {
  const entries = rules.map(({ id, rule }) => ({
    id,
    kinds: rule.kinds,
    // Where the kind says little, the members decide whether the rule is loaded.
    fields: rule.setFields ?? ('check' in rule && rule.kinds.includes('*') ? rule.fields : undefined),
    presets: rule.presets,
    istio: rule.istio,
    codes: codesOf(rule),
  }));
  const shared = new Map<string, string>();
  const written = (key: string, value: unknown) => {
    const text = JSON.stringify(value);
    return shared.get(`${key} ${text}`) ?? text;
  };
  for (const key of ['kinds', 'presets', 'codes'] as const)
    for (const text of repeated(entries.map((entry) => JSON.stringify(entry[key]))))
      shared.set(`${key} ${text}`, `${key}${shared.size}`);
  const constants = [...shared].map(
    ([text, name]) =>
      `const ${name}: RegistryEntry['${name.replace(/[0-9]+$/, '')}'] = ${text.slice(text.indexOf(' ') + 1)};\n`,
  );
  const lines = entries.map((entry) => {
    const members = Object.entries(entry).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}: ${written(key, value)}`],
    );
    return `  { ${members.join(', ')}, load: () => import('./${entry.id}.ts') },\n`;
  });
  return `// Made by "npm run generate" from the folders of this directory.
import type { RegistryEntry } from '../engine/registry.ts';

${constants.join('')}
export const registry: readonly RegistryEntry[] = [
${lines.join('')}];
`;
}

function repeated(texts: readonly (string | undefined)[]): string[] {
  const known = texts.filter((text) => text !== undefined);
  return [...new Set(known.filter((text, index) => known.indexOf(text) !== index))];
}

function replaceBetween(path: string, name: string, text: string): void {
  const before = readFileSync(path, 'utf8');
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${relative(ROOT, path)} has no "${begin}" … "${end}"`);
  put(path, `${before.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${before.slice(to)}`);
}

function put(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  if (check) stale.push(relative(ROOT, path));
  else writeFileSync(path, text);
}

void main();
