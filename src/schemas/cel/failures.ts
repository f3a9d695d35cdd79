import type { SchemaError } from '../violations.ts';

/** A rule that a place does not meet, or that cannot be evaluated there, which Kubernetes takes for the same. */
export interface CelFailure {
  /** JSON Pointer of the value that the rule stands at. */
  pointer: string;
  rule: string;
}

/** What a validator's error says of a place that does not meet all of its rules. */
interface CelParams {
  value: unknown;
  rules: readonly (readonly [id: string, meets: (self: unknown) => boolean])[];
}

/**
 * The rules that are not met, of what a validator says, each place before those below it. Places in `broken`, JSON Pointers,
 * and all above them are left out: their shape is wrong, so a rule about them says nothing.
 */
export function celFailures(errors: readonly SchemaError[], broken: ReadonlySet<string>): CelFailure[] {
  const failures: CelFailure[] = [];
  for (const { keyword, instancePath: pointer, params } of errors) {
    if (keyword !== CEL || broken.has(pointer)) continue;
    const { value, rules = [] } = params as Partial<CelParams>;
    const found = rules.filter(([, meets]) => !meets(value)).map(([rule]) => ({ pointer, rule }));
    // A validator comes to a place once it is through with what is below.
    const below = failures.findIndex((failure) => failure.pointer.startsWith(`${pointer}/`));
    failures.splice(below < 0 ? failures.length : below, 0, ...found);
  }
  return failures;
}

/** The keyword of validators' errors about CEL rules. */
export const CEL = 'celRules';
