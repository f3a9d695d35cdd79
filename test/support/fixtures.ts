import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleSetting } from '../../src/engine/select.ts';
import { type LintOptions, lint } from '../../src/lint.ts';
import type { Report } from '../../src/report.ts';
import pretty from '../../src/reporters/pretty.ts';
import { registry } from '../../src/rules/registry.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const FIXTURES = join(ROOT, 'test', 'fixtures');

export interface FixtureCase {
  /** The file or folder without its extension. */
  name: string;
  path: string;
  directory: string;
}

/** The cases in a folder of fixtures: each manifest, and each folder as one mesh. */
export function casesIn(directory: string): FixtureCase[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => /\.(ya?ml|json)$/.test(name) || statSync(join(directory, name)).isDirectory())
    .map((name) => ({ name: name.replace(/\.(ya?ml|json)$/, ''), path: join(directory, name), directory }));
}

export interface CaseSettings {
  options?: Record<string, unknown>;
  level?: string;
  preset?: string;
  istioVersion?: string;
  /** Rules that run beside the one that the case is about. */
  beside?: string[];
}

/**
 * `# options: {…}`, `# level: warning`, `# preset: production`, `# istio-version: 1.32`, `# beside: core/schema` in the first
 * comment lines of a case.
 */
export function directivesOf({ path }: FixtureCase): CaseSettings {
  const file = statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .map((name) => join(path, name))
        .find((name) => statSync(name).isFile())
    : path;
  const head = file ? readFileSync(file, 'utf8').split('\n').slice(0, 6) : [];
  return settingsIn(head);
}

/** The settings in the first lines of a manifest. */
export function settingsIn(head: readonly string[]): CaseSettings {
  const find = (name: string) =>
    head.map((line) => new RegExp(`^# ${name}: (.*)$`).exec(line)?.[1]?.trim()).find(Boolean);
  const [options, level, preset, istioVersion, beside] = ['options', 'level', 'preset', 'istio-version', 'beside'].map(
    find,
  );
  return {
    ...(options ? { options: JSON.parse(options) } : {}),
    ...(level ? { level } : {}),
    ...(preset ? { preset } : {}),
    ...(istioVersion ? { istioVersion } : {}),
    ...(beside ? { beside: beside.split(/,\s*/) } : {}),
  };
}

/** Lints a case with one rule alone, as its directives say. */
export async function lintCase(id: string, fixture: FixtureCase, extra: Partial<LintOptions> = {}): Promise<Report> {
  const { options, level, preset, istioVersion, beside = [] } = directivesOf(fixture);
  const setting = settingOf(id, level, options);
  const { report } = await lint({
    paths: [fixture.path],
    cwd: fixture.directory,
    only: [id, ...beside],
    ...(preset ? { presets: [preset] } : {}),
    ...(istioVersion ? { istioVersion } : {}),
    ...(setting ? { rules: { [id]: setting } } : {}),
    ...extra,
  });
  return report;
}

/** Options stand with a level; where the case names none, with the one that the rule has. */
function settingOf(
  id: string,
  level: string | undefined,
  options: Record<string, unknown> | undefined,
): RuleSetting | undefined {
  if (level === undefined && options === undefined) return undefined;
  const { recommended = 'warning' } = registry.find((entry) => entry.id === id)?.presets ?? {};
  const own = Array.isArray(recommended) ? recommended[0] : recommended;
  const known = LEVELS.find((each) => each === level) ?? own;
  return options ? [known, options] : known;
}

const LEVELS = ['error', 'warning', 'info', 'off'] as const;

/** What a user sees, without colour. */
export async function render(report: Report, cwd: string): Promise<string> {
  return pretty(report, { cwd, color: false, hyperlinks: false, width: 100, realPath: (path) => path, root: cwd });
}
