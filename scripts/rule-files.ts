import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRule } from '../src/engine/rule.ts';

export const ROOT = join(__dirname, '..');
const RULES = join(ROOT, 'src', 'rules');

/** The ids of all rules, from the folders: area/slug, sorted. */
export function ruleIds(): string[] {
  const areas = readdirSync(RULES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return areas
    .flatMap(({ name: area }) => readdirSync(join(RULES, area)).map((file) => `${area}/${file}`))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.slice(0, -'.ts'.length))
    .sort();
}

export async function loadRule(id: string): Promise<AnyRule> {
  const module: { default: AnyRule | { default: AnyRule } } = await import(join(RULES, `${id}.ts`));
  return 'default' in module.default ? module.default.default : module.default;
}

export function pagePath(id: string): string {
  return join(ROOT, 'docs', 'rules', `${id}.md`);
}

export function hasPage(id: string): boolean {
  return existsSync(pagePath(id));
}
