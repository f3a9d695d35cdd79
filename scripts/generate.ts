// Writes what follows from the rules' metadata: the registry, the pages' headers and the tables. `--check` only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { examplePicture, PICTURE } from './picture.ts';
import { type NamedRule, pageHeader, pageOptions, pageSources, ruleTable } from './rule-docs.ts';
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
  put(
    index,
    `# Rules\n\nEvery rule with its level in \`recommended\`; presets in brackets where it is only there. Made by \`npm run generate\`.\n\n${ruleTable(rules, '')}`,
  );
  replaceBetween(join(ROOT, 'README.md'), 'generated rules', ruleTable(rules, 'docs/rules/'));
  put(PICTURE, await examplePicture());
  if (stale.length === 0) return;
  process.stderr.write(`out of date, run npm run generate: ${stale.join(', ')}\n`);
  process.exitCode = 1;
}

function registrySource(rules: readonly NamedRule[]): string {
  const entries = rules.map(({ id, rule }) => {
    const facts = {
      id,
      ...('kinds' in rule ? { kinds: rule.kinds } : {}),
      presets: rule.presets,
      ...(rule.istio ? { istio: rule.istio } : {}),
      codes: rule.codes ?? [],
    };
    return `  { ...${JSON.stringify(facts)}, load: () => import('./${id}.ts') },`;
  });
  return `// Made by "npm run generate" from the folders of this directory.\nimport type { RegistryEntry } from '../engine/registry.ts';\n\nexport const registry: readonly RegistryEntry[] = [\n${entries.join('\n').replaceAll('{ ...{', '{ ').replaceAll('}, load', ', load')}\n];\n`;
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
