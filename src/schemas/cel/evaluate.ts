/** A rule of a schema: its id and what answers whether a value meets it. */
export type CelRule = readonly [id: string, meets: (self: unknown) => unknown];

/** Where in a value rules apply; only the branches that lead to one. */
export interface CelPlan {
  rules?: readonly CelRule[];
  fields?: Readonly<Record<string, CelPlan>>;
  items?: CelPlan;
  values?: CelPlan;
}

/** A rule that a place does not meet, or that cannot be evaluated there, which Kubernetes takes for the same. */
export interface CelFailure {
  /** JSON Pointer of the value that the rule stands at. */
  pointer: string;
  rule: string;
}

/**
 * The rules that a value (defaults filled in) does not meet. Places in `broken`, JSON Pointers, and all above them are
 * left out: their shape is wrong, so a rule about them says nothing.
 */
export function evaluateCel(plan: CelPlan, value: unknown, broken: ReadonlySet<string>): CelFailure[] {
  const failures: CelFailure[] = [];
  walk(plan, value, [], broken, failures);
  return failures;
}

function walk(plan: CelPlan, value: unknown, path: string[], broken: ReadonlySet<string>, out: CelFailure[]): void {
  if (value === undefined || value === null) return;
  if (plan.rules && (broken.size === 0 || !broken.has(pointerOf(path))))
    for (const [rule, meets] of plan.rules) if (!holds(meets, value)) out.push({ pointer: pointerOf(path), rule });
  if (typeof value !== 'object') return;
  const depth = path.length;
  if (Array.isArray(value)) {
    if (!plan.items) return;
    for (let index = 0; index < value.length; index++) {
      path[depth] = String(index);
      walk(plan.items, value[index], path, broken, out);
    }
    path.length = depth;
    return;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in plan.fields) {
    const inner = plan.fields[name];
    if (!inner || !Object.hasOwn(members, name)) continue;
    path[depth] = name;
    walk(inner, members[name], path, broken, out);
  }
  if (plan.values)
    for (const name of Object.keys(members)) {
      path[depth] = name;
      walk(plan.values, members[name], path, broken, out);
    }
  path.length = depth;
}

function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function holds(meets: CelRule[1], value: unknown): boolean {
  try {
    return meets(value) === true;
  } catch {
    return false;
  }
}
