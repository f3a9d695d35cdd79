import type { Resource } from '../yaml/resource.ts';
import { validators } from './compiled/index.ts';
import { Kinds, type ServedKind } from './kinds.ts';
import type { FieldNames } from './names.ts';
import { type SchemaError, toViolations, type Violation } from './violations.ts';

export { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS, type ServedKind } from './kinds.ts';
export type { Violation } from './violations.ts';

interface Validate {
  (value: unknown): boolean;
  errors?: SchemaError[] | null;
}

const LOADERS: Readonly<Record<string, (() => Promise<{ validate: Validate }>) | undefined>> = validators;

/** The schemas of one Istio minor: what it serves, and what a resource breaks. */
export class SchemaSet {
  readonly #kinds: Kinds;
  readonly #violations = new Map<Resource, Violation[]>();

  constructor(istioVersion: string) {
    this.#kinds = new Kinds(istioVersion);
  }

  served(group: string, kind: string): ServedKind | undefined {
    return this.#kinds.served(group, kind);
  }

  kinds(): ServedKind[] {
    return this.#kinds.all();
  }

  /** Validates resources, loading only the validators of the kinds and versions among them. */
  async prepare(resources: Iterable<Resource>): Promise<void> {
    const bySchema = new Map<string, Resource[]>();
    for (const resource of resources) {
      const id = this.#kinds.schemaOf(resource.group, resource.kind, resource.version);
      if (id === undefined) continue;
      const known = bySchema.get(id);
      if (known) known.push(resource);
      else bySchema.set(id, [resource]);
    }
    await Promise.all([...bySchema].map(([id, group]) => this.#validateAll(id, group)));
  }

  /** What a resource breaks; none for kinds that have no schema here. */
  validate(resource: Resource): readonly Violation[] {
    return this.#violations.get(resource) ?? [];
  }

  async #validateAll(id: string, resources: Resource[]): Promise<void> {
    const validate = (await LOADERS[id]?.())?.validate;
    if (!validate) return;
    for (const resource of resources) {
      if (validate(resource.root.value)) continue;
      const names: FieldNames = (await import('./compiled/names.ts')).names;
      this.#violations.set(resource, toViolations(resource, id, validate.errors ?? [], names));
    }
  }
}
