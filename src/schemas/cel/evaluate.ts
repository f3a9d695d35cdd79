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
  walk(plan, value, '', broken, failures);
  return failures;
}

function walk(plan: CelPlan, value: unknown, pointer: string, broken: ReadonlySet<string>, out: CelFailure[]): void {
  if (value === undefined || value === null) return;
  if (plan.rules && !broken.has(pointer))
    for (const [rule, meets] of plan.rules) if (!holds(meets, value)) out.push({ pointer, rule });
  if (plan.items && Array.isArray(value))
    for (const [index, item] of value.entries()) walk(plan.items, item, `${pointer}/${index}`, broken, out);
  if (typeof value !== 'object' || Array.isArray(value)) return;
  const members = value as Readonly<Record<string, unknown>>;
  if (plan.fields)
    for (const name in plan.fields) {
      const inner = plan.fields[name];
      if (inner && Object.hasOwn(members, name)) walk(inner, members[name], `${pointer}/${name}`, broken, out);
    }
  if (plan.values)
    for (const [name, member] of Object.entries(members))
      walk(plan.values, member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, broken, out);
}

function holds(meets: CelRule[1], value: unknown): boolean {
  try {
    return meets(value) === true;
  } catch {
    return false;
  }
}
