// The command line from source, with every rule file that loads: for work on rules before the registry is generated.

import { lintCommand } from '../src/cli/commands/lint.ts';
import { parseFlags } from '../src/cli/flags.ts';
import { UsageError } from '../src/engine/errors.ts';
import type { RegistryEntry } from '../src/engine/registry.ts';
import { codesOf } from '../src/engine/rule.ts';
import { loadRule, ruleIds } from './rule-files.ts';

async function registryFromFolders(): Promise<RegistryEntry[]> {
  const entries: RegistryEntry[] = [];
  for (const id of ruleIds()) {
    try {
      const rule = await loadRule(id);
      entries.push({
        id,
        ...('kinds' in rule ? { kinds: rule.kinds } : {}),
        presets: rule.presets,
        codes: codesOf(rule),
        load: async () => ({ default: rule }),
      });
    } catch (error) {
      process.stderr.write(`${id} does not load: ${error instanceof Error ? error.message : error}\n`);
    }
  }
  return entries;
}

async function main(): Promise<void> {
  try {
    process.exitCode = await lintCommand(parseFlags(process.argv.slice(2)), process, await registryFromFolders());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`mesh-lint: ${error.message}\n`);
    process.exitCode = 2;
  }
}

void main();
