import { Configured } from '../configured.ts';
import type { RegistryEntry } from '../engine/registry.ts';
import { registry } from '../rules/registry.ts';
import { configOf } from './config-flags.ts';
import type { Arguments } from './flags.ts';
import type { Io } from './main.ts';

/** mesh-lint's own rules and those of the plugins that the configuration names. Throws a UsageError for a broken one. */
export async function knownRules(args: Arguments, io: Io): Promise<readonly RegistryEntry[]> {
  const { configuration } = await Configured.by({ cwd: io.cwd(), ...configOf(args) });
  return configuration ? configuration.registry(registry) : registry;
}
