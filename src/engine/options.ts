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
  if (Object.keys(given).length > 0) await check(id, schemas, given);
  const defaults = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schema.default]));
  return { ...defaults, ...fromPresets, ...given };
}

async function check(id: string, schemas: Record<string, OptionSchema>, given: RuleOptions['given']): Promise<void> {
  const { Ajv } = await import('ajv');
  const properties = Object.fromEntries(
    Object.entries(schemas).map(([name, { default: _, ...schema }]) => [name, schema]),
  );
  const ajv = new Ajv({ strict: false });
  const validate = ajv.compile({ type: 'object', properties, additionalProperties: false });
  if (validate(given)) return;
  const error = validate.errors?.[0];
  const unknown: unknown = error?.params.additionalProperty;
  const known = Object.keys(schemas).join(', ') || 'none';
  if (typeof unknown === 'string') throw new UsageError(`rule ${id} has no option "${unknown}"; its options: ${known}`);
  throw new UsageError(
    `option ${error?.instancePath.slice(1).replaceAll('/', '.') ?? ''} of rule ${id} ${error?.message ?? 'is wrong'}`,
  );
}
