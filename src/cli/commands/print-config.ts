import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Configured } from '../../configured.ts';
import { UsageError } from '../../engine/errors.ts';
import type { RegistryEntry } from '../../engine/registry.ts';
import { registry as builtIn } from '../../rules/registry.ts';
import { configOf } from '../config-flags.ts';
import type { Arguments } from '../flags.ts';
import type { Io } from '../main.ts';
import { ruleSettings } from '../rule-settings.ts';

/** `--print-config FILE`: what holds for a file, as JSON. */
export async function printConfig(
  name: string,
  args: Arguments,
  io: Io,
  registry: readonly RegistryEntry[] = builtIn,
): Promise<0> {
  const cwd = io.cwd();
  const path = resolve(cwd, name);
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`--print-config takes a file, and ${name} is a folder; name a file in it`);
  const configured = await Configured.by({
    cwd,
    paths: [path],
    ...configOf(args),
    presets: args.all('preset'),
    rules: ruleSettings(args.all('rule')),
    only: args.all('only'),
    skip: args.all('skip'),
    ...(args.text('istio-version') === undefined ? {} : { istioVersion: args.text('istio-version') ?? '' }),
  });
  io.stdout.write(`${JSON.stringify(await configured.print(path, registry), null, 2)}\n`);
  return 0;
}
