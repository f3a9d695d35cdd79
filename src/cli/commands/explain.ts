import { UsageError } from '../../engine/errors.ts';
import type { RegistryEntry } from '../../engine/registry.ts';
import { selectRules } from '../../engine/select.ts';
import { registry as builtIn } from '../../rules/registry.ts';
import { DEFAULT_ISTIO_VERSION } from '../../schemas/index.ts';
import { count } from '../../text/plural.ts';
import type { Arguments } from '../flags.ts';
import { knownRules } from '../known-rules.ts';
import type { Io } from '../main.ts';
import { colorFor } from '../output.ts';
import { paintPage } from '../paint-page.ts';
import { pluginPage } from '../plugin-page.ts';
import { rulePage } from '../rule-page.ts';

/** `mesh-lint explain RULE`: the pages of rules, or of all that answer to an IST or KIA code. */
export async function explain(names: readonly string[], args: Arguments, io: Io): Promise<0> {
  if (names.length === 0)
    throw new UsageError('"mesh-lint explain" takes a rule id, or an IST or KIA code; "mesh-lint rules" lists them');
  const color = colorFor(args, io, undefined);
  const shown = new Set<string>();
  for (const name of names) {
    const entries = entriesOf(name, isBuiltIn(name) ? builtIn : await knownRules(args, io));
    if (entries.length > 1) io.stdout.write(await overview(name, entries));
    for (const entry of entries) {
      const { id, url } = entry;
      if (shown.has(id)) continue;
      if (shown.size > 0 || entries.length > 1) io.stdout.write('\n');
      io.stdout.write(paintPage(url === undefined ? (rulePage(id) ?? `# ${id}\n`) : await pluginPage(entry), color));
      shown.add(id);
    }
  }
  return 0;
}

/** The configuration is read for what mesh-lint itself doesn't know. */
function isBuiltIn(name: string): boolean {
  return builtIn.some(({ id, codes }) => id === name || codes.includes(name.toUpperCase()));
}

function entriesOf(name: string, registry: readonly RegistryEntry[]): RegistryEntry[] {
  const code = name.toUpperCase();
  if (/^(?:IST|KIA)\d{4}$/.test(code) && !registry.some(({ codes }) => codes.includes(code)))
    throw new UsageError(`no rule answers to ${code}; docs/compared.md tells what each code of istioctl comes to here`);
  const selection = { presets: ['all'], only: [name], istioVersion: DEFAULT_ISTIO_VERSION };
  return selectRules(registry, selection).map(({ entry }) => entry);
}

/** What answers to a code that several rules answer to. */
async function overview(code: string, entries: readonly RegistryEntry[]): Promise<string> {
  const width = Math.max(...entries.map(({ id }) => id.length));
  const rows = await Promise.all(
    entries.map(async ({ id, load }) => `  ${id.padEnd(width)}  ${(await load()).default.summary}\n`),
  );
  return `${code.toUpperCase()}: ${count(entries.length, 'rule')}\n${rows.join('')}`;
}
