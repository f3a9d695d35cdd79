import { suggest } from '../text/suggest.ts';
import { UsageError } from './errors.ts';
import type { AnyRule, OptionSchema } from './rule.ts';

/** Options of a rule by where they come from; the user's win. */
export interface RuleOptions {
  fromPresets: Readonly<Record<string, unknown>>;
  given: Readonly<Record<string, unknown>>;
}

/**
 * The options of a rule with its defaults filled in. Throws a UsageError where those that the user gave do not fit the
 * rule's schemas; ajv is loaded only for these.
 */
export async function withDefaults(
  id: string,
  rule: AnyRule,
  { fromPresets, given }: RuleOptions,
): Promise<Record<string, unknown>> {
  const schemas: Record<string, OptionSchema> = rule.options ?? {};
  const problem = Object.keys(given).length > 0 ? await optionsProblem(id, rule, given) : undefined;
  if (problem) throw new UsageError(problem.message);
  const defaults = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schema.default]));
  return { ...defaults, ...fromPresets, ...given };
}

/** What is wrong with the options of a rule, and where. */
export interface OptionsProblem {
  /** Names the rule. */
  message: string;
  /** JSON Pointer inside the options. */
  pointer: string;
  /** The member itself is wrong, not its value. */
  isKey: boolean;
}

/** The first thing that does not fit a rule's schemas. */
export async function optionsProblem(
  id: string,
  rule: AnyRule,
  given: RuleOptions['given'],
): Promise<OptionsProblem | undefined> {
  const schemas: Record<string, OptionSchema> = rule.options ?? {};
  const { Ajv } = await import('ajv');
  const properties = Object.fromEntries(
    Object.entries(schemas).map(([name, { default: _, ...schema }]) => [name, schema]),
  );
  const ajv = new Ajv({ strict: false });
  const validate = ajv.compile({ type: 'object', properties, additionalProperties: false });
  if (validate(given)) return undefined;
  const error = validate.errors?.[0];
  const pointer = error?.instancePath ?? '';
  const unknown: unknown = error?.params.additionalProperty;
  const known = Object.keys(schemas);
  if (typeof unknown === 'string' && pointer === '') {
    const near = suggest(unknown, known);
    const end = near === undefined ? `its options: ${known.join(', ') || 'none'}` : `did you mean "${near}"?`;
    return { message: `rule ${id} has no option "${unknown}"; ${end}`, pointer: `/${unknown}`, isKey: true };
  }
  const name = pointer.slice(1).replaceAll('/', '.');
  return { message: `option ${name} of rule ${id} ${error?.message ?? 'is wrong'}`, pointer, isKey: false };
}
