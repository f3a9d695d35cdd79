// Where the CEL rules of a schema stand, as code that evaluates them.
import { celId, compileCel, isCompiled } from './cel.ts';
import type { JsonSchema } from './schema-pool.ts';

interface Plan {
  rules?: string[];
  fields?: Record<string, Plan>;
  items?: Plan;
  values?: Plan;
}

/** The source of `export const cel`, the CelPlan of a schema; undefined for a schema without rules. */
export function celPlanCode(root: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): string | undefined {
  const rules = new Map<string, string>();
  const plan = planOf(root, definitions, rules);
  if (!plan) return undefined;
  const functions = [...rules].map(([id, code]) => `const r_${id} = [${JSON.stringify(id)}, ${code}];`);
  return `${functions.join('\n')}\nexport const cel = ${planCode(plan)};\n`;
}

function ownRules(schema: JsonSchema): string[] {
  const rules = schema['x-kubernetes-validations'];
  if (!Array.isArray(rules)) return [];
  return rules.map(({ rule }: { rule: string }) => rule).filter(isCompiled);
}

function planOf(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
  rules: Map<string, string>,
): Plan | undefined {
  if (typeof schema.$ref === 'string') return planOf(definitions[schema.$ref] ?? {}, definitions, rules);
  const plan: Plan = {};
  const own = ownRules(schema);
  for (const rule of own) rules.set(celId(rule), compileCel(rule));
  if (own.length > 0) plan.rules = own.map(celId);
  const below = (value: unknown) =>
    typeof value === 'object' && value !== null ? planOf(value as JsonSchema, definitions, rules) : undefined;
  const fields = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, property]) => {
    const inner = below(property);
    return inner ? [[name, inner] as const] : [];
  });
  if (fields.length > 0) plan.fields = Object.fromEntries(fields);
  const [items, values] = [below(schema.items), below(schema.additionalProperties)];
  if (items) plan.items = items;
  if (values) plan.values = values;
  return Object.keys(plan).length > 0 ? plan : undefined;
}

function planCode(plan: Plan): string {
  const parts: string[] = [];
  if (plan.rules) parts.push(`rules: [${plan.rules.map((id) => `r_${id}`).join(', ')}]`);
  if (plan.fields) {
    const fields = Object.entries(plan.fields).map(([name, inner]) => `${JSON.stringify(name)}: ${planCode(inner)}`);
    parts.push(`fields: { ${fields.join(', ')} }`);
  }
  if (plan.items) parts.push(`items: ${planCode(plan.items)}`);
  if (plan.values) parts.push(`values: ${planCode(plan.values)}`);
  return `{ ${parts.join(', ')} }`;
}
