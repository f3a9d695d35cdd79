import type { LintOptions } from '../lint.ts';
import { configOf } from './config-flags.ts';
import type { Arguments } from './flags.ts';

/** What the flags say of how to lint, whatever is done with the report. */
export async function lintOptions(args: Arguments, cwd: string): Promise<LintOptions> {
  return {
    cwd,
    ...configOf(args),
    presets: args.all('preset'),
    rules: await settingsOf(args),
    only: args.all('only'),
    skip: args.all('skip'),
    ignorePatterns: args.all('ignore-pattern'),
    ignore: !args.has('no-ignore'),
    render: args.has('render'),
    ...optional('istioVersion', args.text('istio-version')),
    ...optional('namespace', args.text('namespace')),
    ...optional('rootNamespace', args.text('root-namespace')),
    ...optional('meshConfig', args.text('mesh-config')),
    ...optional('meshNetworks', args.text('mesh-networks')),
    ...optional('snapshot', args.text('snapshot')),
    ...optional('reader', args.text('reader')),
    ...optional('world', args.text('world')),
    ...optional('since', args.text('since')),
    context: args.all('context'),
    worldPer: args.all('world-per'),
  };
}

/** What reads them is loaded where there are some. */
async function settingsOf(args: Arguments): Promise<NonNullable<LintOptions['rules']>> {
  const [level, rules] = [args.text('report-unused-disable-directives'), args.all('rule')];
  if (level === undefined && rules.length === 0) return {};
  const { directiveSettings, ruleSettings } = await import('./rule-settings.ts');
  return { ...directiveSettings(level), ...ruleSettings(rules) };
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  const result: { [P in K]?: string } = {};
  if (value !== undefined) result[key] = value;
  return result;
}
