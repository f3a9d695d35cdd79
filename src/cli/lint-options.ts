import type { LintOptions } from '../lint.ts';
import { configOf } from './config-flags.ts';
import type { Arguments } from './flags.ts';
import { directiveSettings, ruleSettings } from './rule-settings.ts';

/** What the flags say of how to lint, whatever is done with the report. */
export function lintOptions(args: Arguments, cwd: string): LintOptions {
  return {
    cwd,
    ...configOf(args),
    presets: args.all('preset'),
    rules: {
      ...directiveSettings(args.text('report-unused-disable-directives')),
      ...ruleSettings(args.all('rule')),
    },
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

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  const result: { [P in K]?: string } = {};
  if (value !== undefined) result[key] = value;
  return result;
}
