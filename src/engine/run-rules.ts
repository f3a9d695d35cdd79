import { groupBy } from '../mesh/group-by.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { World } from '../mesh/world.ts';
import type { Resource } from '../yaml/resource.ts';
import { type ActiveRule, RuleContext, type Run } from './context.ts';
import type { Observer } from './observer.ts';
import { type RuleOptions, withDefaults } from './options.ts';
import { type AnyRule, NO_KIND } from './rule.ts';
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

/** How many resources a rule looks at in turn: few enough that they are still at hand when the next rule does. */
const IN_TURN = 32;

/** Calls the checks of the rules: those of the mesh, then each for the resources that it is for. */
export async function runRules(
  active: readonly ActiveRule[],
  shared: Run,
  { signal, observer }: { signal?: AbortSignal; observer?: Observer },
): Promise<void> {
  const { stats, progress } = observer ?? {};
  const { mesh } = shared;
  const linted = mesh.resources.filter(({ file }) => file.isLinted);
  progress?.('checking', 0, linted.length);
  const visits = new Visits();
  const pending: Promise<void>[] = [];
  for (const each of active) {
    const context = new RuleContext(each, shared);
    const { rule } = each;
    if ('checkMesh' in rule) {
      signal?.throwIfAborted();
      const check = () => rule.checkMesh(mesh, context);
      const outcome = stats ? stats.timed(each.id, check) : check();
      if (outcome) pending.push(outcome);
      continue;
    }
    const timed: Visit['rule'] | undefined = stats && {
      check: (resource, given) => stats.timed(each.id, () => rule.check(resource, given)),
    };
    visits.add(rule.kinds, { fields: rule.fields, holdsFor: each.holdsFor, rule: timed ?? rule, context });
  }
  let done = 0;
  for (const [due, resources] of groupBy(linted, (resource) => visits.of(resource)))
    for (let start = 0; start < resources.length; start += IN_TURN) {
      const turn = resources.slice(start, start + IN_TURN);
      signal?.throwIfAborted();
      progress?.('checking', done, linted.length);
      done += turn.length;
      for (const visit of due) look(visit, turn, mesh, pending);
    }
  await Promise.all(pending);
}

/** Calls a check for some resources. Nothing else is called as often as this. */
function look(
  { holdsFor, rule, context }: Visit,
  resources: readonly Resource[],
  mesh: Mesh,
  pending: Promise<void>[],
): void {
  // Looked up once: V8 has no fast way to the same member of hundreds of different objects.
  const { check } = rule;
  for (const resource of resources) {
    if (holdsFor && !holdsFor(resource.file.path, resource, mesh)) continue;
    const outcome = check.call(rule, resource, context);
    if (outcome) pending.push(outcome);
  }
}
