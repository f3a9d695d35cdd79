import type { Mesh } from '../mesh/mesh.ts';
import type { World } from '../mesh/world.ts';
import { type ActiveRule, RuleContext, type Run } from './context.ts';
import type { Observer } from './observer.ts';
import { type RuleOptions, withDefaults } from './options.ts';
import { type AnyRule, type CheckResult, NO_KIND } from './rule.ts';
import type { EnabledRule } from './select.ts';
import { type Visit, Visits } from './visits.ts';

/** Loads the rules that have something to look at. */
export async function activate(
  { enabled, world }: { enabled: readonly EnabledRule[]; world?: World },
  mesh: Mesh,
): Promise<ActiveRule[]> {
  const kinds = new Set<string>(mesh.holdsOtherDocuments ? [NO_KIND] : []);
  for (const { kind, groupKind, group } of mesh.resources)
    if (!kinds.has(groupKind)) kinds.add(groupKind).add(kind).add(`${group}/*`);
  const names = mesh.fieldNames();
  const needed = enabled.filter(
    ({ entry }) =>
      (!entry.kinds || entry.kinds.some((kind) => kind === '*' || kinds.has(kind))) &&
      (!entry.fields || entry.fields.some((name) => names.has(name))),
  );
  return Promise.all(
    needed.map(async ({ entry, level, options, pinned, holdsFor }) => {
      const { default: rule } = await entry.load();
      return {
        id: entry.id,
        rule,
        level,
        pinned,
        options: await withDefaults(entry.id, rule, inWorld(rule, options, world)),
        ...(holdsFor ? { holdsFor } : {}),
      };
    }),
  );
}

function inWorld(rule: AnyRule, { fromPresets, given }: RuleOptions, world: World | undefined): RuleOptions {
  const takes = world !== undefined && rule.options?.world !== undefined;
  return { fromPresets: takes ? { ...fromPresets, world } : fromPresets, given };
}

/** Calls the checks of the rules: those of the mesh, then each of the resources that it is for. */
export async function runRules(
  active: readonly ActiveRule[],
  shared: Run,
  { signal, observer }: { signal?: AbortSignal; observer?: Observer },
): Promise<void> {
  const { stats, progress } = observer ?? {};
  const { resources } = shared.mesh;
  progress?.('checking', 0, resources.length);
  const visits = new Visits();
  const pending: Promise<void>[] = [];
  const note = (outcome: CheckResult) => {
    if (outcome) pending.push(outcome);
  };
  for (const each of active) {
    const context = new RuleContext(each, shared);
    const { rule } = each;
    if ('checkMesh' in rule) {
      signal?.throwIfAborted();
      const check = () => rule.checkMesh(shared.mesh, context);
      note(stats ? stats.timed(each.id, check) : check());
      continue;
    }
    const timed: Visit['rule'] | undefined = stats && {
      check: (resource, given) => stats.timed(each.id, () => rule.check(resource, given)),
    };
    visits.add(rule.kinds, { fields: rule.fields, holdsFor: each.holdsFor, rule: timed ?? rule, context });
  }
  for (const [index, resource] of resources.entries()) {
    signal?.throwIfAborted();
    progress?.('checking', index, resources.length);
    const { file } = resource;
    if (!file.isLinted) continue;
    for (const { holdsFor, rule, context } of visits.of(resource))
      if (!holdsFor || holdsFor(file.path, resource, shared.mesh)) note(rule.check(resource, context));
  }
  await Promise.all(pending);
}
