import { createHash } from 'node:crypto';

export type JsonSchema = { [keyword: string]: unknown };

/** Prose and what only documentation tools read. */
const LEFT_OUT = new Set(['description', 'title', 'example', 'externalDocs']);

/** Keywords whose value is a schema, a list of schemas, or a map of schemas. */
const ONE = new Set(['items', 'additionalProperties', 'not']);
const LIST = new Set(['oneOf', 'anyOf', 'allOf']);
const MAP = new Set(['properties', 'patternProperties']);

/**
 * Definitions by content: an object schema that occurs in several versions, kinds or Istio minors is kept once and
 * referred to as `{"$ref": id}`.
 */
export class DefinitionPool {
  readonly #definitions = new Map<string, JsonSchema>();

  /** Adds the schema of one version of a kind; answers the id of its definition. */
  add(root: JsonSchema): string {
    const properties = { ...(root.properties as Record<string, JsonSchema> | undefined) };
    delete properties.status;
    return this.#define(this.#stripped({ ...root, properties }, true, true));
  }

  entries(): [string, JsonSchema][] {
    return [...this.#definitions].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** `structural`: a place that describes fields; inside oneOf and the like a schema only constrains them. */
  #stripped(schema: JsonSchema, structural: boolean, root = false): JsonSchema {
    const result: JsonSchema = {};
    for (const key of Object.keys(schema).sort()) {
      if (LEFT_OUT.has(key)) continue;
      const value = schema[key];
      if (MAP.has(key)) result[key] = this.#each(value as Record<string, JsonSchema>, structural);
      else if (LIST.has(key)) result[key] = (value as JsonSchema[]).map((item) => this.#stripped(item, false));
      else if (ONE.has(key) && typeof value === 'object')
        result[key] = this.#place(value as JsonSchema, structural && key !== 'not');
      else result[key] = value;
    }
    if (root) delete result.type;
    return result;
  }

  #each(schemas: Record<string, JsonSchema>, structural: boolean): Record<string, JsonSchema> {
    return Object.fromEntries(
      Object.keys(schemas)
        .sort()
        .map((name) => [name, this.#place(schemas[name] ?? {}, structural)]),
    );
  }

  #place(schema: JsonSchema, structural: boolean): JsonSchema {
    const stripped = this.#stripped(schema, structural);
    return structural && stripped.properties ? { $ref: this.#define(stripped) } : stripped;
  }

  #define(schema: JsonSchema): string {
    const id = createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 10);
    this.#definitions.set(id, schema);
    return id;
  }
}
