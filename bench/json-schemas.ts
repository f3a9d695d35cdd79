import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import served from '../src/schemas/vendored/1.31.json';
import definitions from '../src/schemas/vendored/definitions.json';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const POOL: Readonly<Record<string, Json>> = definitions;
const KINDS: Readonly<Record<string, { versions: Readonly<Record<string, string>> }>> = served;

/** What kubeconform is told to look for; groups are whole names. */
export const LOCATION = '{{.ResourceKind}}_{{.Group}}_{{.ResourceAPIVersion}}.json';

/**
 * Writes the schemas of Istio's and the Gateway API's CRDs as JSON schemas for kubeconform, without CEL, and with fields
 * that are not listed forbidden, which is what its `-strict` is for. Answers how many there are.
 */
export function writeJsonSchemas(folder: string): number {
  let count = 0;
  for (const [groupKind, { versions }] of Object.entries(KINDS)) {
    const [group = '', kind = ''] = groupKind.split('/');
    for (const [version, id] of Object.entries(versions)) {
      const schema = { type: 'object', ...objectOf(jsonSchemaOf({ $ref: id })) };
      writeFileSync(join(folder, `${kind.toLowerCase()}_${group}_${version}.json`), JSON.stringify(schema));
      count++;
    }
  }
  return count;
}

function jsonSchemaOf(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(jsonSchemaOf);
  const from = objectOf(schema);
  if (from !== schema) return schema;
  if (typeof from.$ref === 'string') return jsonSchemaOf(POOL[from.$ref] ?? {});
  const to: Record<string, Json> = {};
  for (const [name, value] of Object.entries(from)) {
    if (name.startsWith('x-kubernetes-') || name === 'nullable' || name === 'format') continue;
    to[name] = name === 'properties' ? mapped(objectOf(value)) : jsonSchemaOf(value);
  }
  const isOpen = from['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in from;
  if ('properties' in from && 'type' in from && !isOpen) to.additionalProperties = false;
  return to;
}

function mapped(properties: { readonly [name: string]: Json }): Json {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, jsonSchemaOf(schema)]));
}

function objectOf(schema: Json): { readonly [name: string]: Json } {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
    ? (schema as { readonly [name: string]: Json })
    : {};
}
