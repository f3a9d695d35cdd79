import { describeRules } from '../../engine/describe.ts';
import { UsageError } from '../../engine/errors.ts';
import { selectRules } from '../../engine/select.ts';
import { targetVersion } from '../../engine/target.ts';
import { registry } from '../../rules/registry.ts';
import type { Arguments } from '../flags.ts';
import type { Io } from '../main.ts';

/** `mesh-lint rules`: every rule with its level in recommended and what it wants. */
export async function listRules(rest: readonly string[], args: Arguments, io: Io): Promise<0> {
  if (rest.length > 0)
    throw new UsageError(`"mesh-lint rules" takes no argument; "mesh-lint explain ${rest[0]}" prints a rule's page`);
  const istioVersion = targetVersion(args.text('istio-version'));
  const everything = selectRules(registry, { presets: ['all'], istioVersion });
  const described = await describeRules(everything);
  const width = Math.max(...described.map(({ id }) => id.length));
  const levels = new Map(
    selectRules(registry, { presets: ['recommended'], istioVersion }).map(({ entry, level }) => [entry.id, level]),
  );
  for (const { id, summary } of described)
    io.stdout.write(`${id.padEnd(width)}  ${(levels.get(id) ?? 'off').padEnd(7)}  ${summary}\n`);
  return 0;
}
