import { UsageError } from '../../engine/errors.ts';
import { selectRules } from '../../engine/select.ts';
import { registry } from '../../rules/registry.ts';
import { DEFAULT_ISTIO_VERSION } from '../../schemas/index.ts';
import type { Io } from '../main.ts';
import { rulePage } from '../rule-page.ts';

/** `mesh-lint explain RULE`: the pages of a rule, or of all that answer to an IST or KIA code. */
export function explain(names: readonly string[], io: Io): 0 {
  if (names.length === 0)
    throw new UsageError('"mesh-lint explain" takes a rule id, or an IST or KIA code; "mesh-lint rules" lists them');
  for (const { entry } of selectRules(registry, {
    presets: ['all'],
    only: names,
    istioVersion: DEFAULT_ISTIO_VERSION,
  })) {
    io.stdout.write(`${rulePage(entry.id) ?? `# ${entry.id}`}\n`);
  }
  return 0;
}
