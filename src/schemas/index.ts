import type { Field } from '../yaml/field.ts';
import type { Resource, ResourceType } from '../yaml/resource.ts';
import { validators } from './compiled/index.ts';
import { Kinds, type OtherSchema, type ServedKind } from './kinds.ts';
import type { FieldNames } from './names.ts';
import type { SchemaError, Violation } from './violations.ts';

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

  /** The first minor after this one that serves a kind (in the version, if one is named) which this one does not. */
  servedSince(group: string, kind: string, version?: string): string | undefined {
    return this.#kinds.since(group, kind, version);
  }

  /** Validates resources, loading only the validators of the kinds and versions among them. */
  async prepare(resources: Iterable<Resource>): Promise<void> {
    const byType = new Map<ResourceType, Resource[]>();
    for (const resource of resources) {
      const known = byType.get(resource.type);
      if (known) known.push(resource);
      else byType.set(resource.type, [resource]);
    }
    await Promise.all([...byType].map(([type, group]) => this.#validateAll(type, group)));
  }

  /** What a resource breaks; none for kinds that have no schema here. */
  validate(resource: Resource): readonly Violation[] {
    return this.#violations.get(resource) ?? [];
  }

  /** What a resource has of Gateway API's experimental channel, and its standard channel lacks. */
  async experimentalParts(resource: Resource): Promise<Field[]> {
    const [{ experimentalParts }, { names }, standard] = await Promise.all([
      import('./channel.ts'),
      import('./compiled/names.ts'),
      import('./compiled/standard.ts'),
    ]);
    return experimentalParts(resource, this.#kinds.index, { ...names, ...standard.names });
  }

  async #validateAll({ group, kind, version }: ResourceType, resources: Resource[]): Promise<void> {
    const id = this.#kinds.schemaOf(group, kind, version);
    const schema = id === undefined ? undefined : await LOADERS[id]?.();
    if (id === undefined || !schema) return;
    for (const resource of resources) {
      if (schema.validate(resource.root.value)) continue;
      const found = await this.#violationsOf(resource, id, schema.validate.errors ?? []);
      if (found.length > 0) this.#violations.set(resource, found);
    }
  }

  async #violationsOf(resource: Resource, schema: string, all: readonly SchemaError[]): Promise<Violation[]> {
    // What puts it into words is loaded when something is wrong.
    const { brokenPlaces, CEL, celFailures, celViolations, toViolations } = await import('./violations.ts');
    const errors = all.filter(({ keyword }) => keyword !== CEL);
    const failures = resource.isPatch ? [] : celFailures(all, brokenPlaces(resource, errors));
    const names: FieldNames = errors.length > 0 ? (await import('./compiled/names.ts')).names : {};
    const messages = failures.length > 0 ? (await import('./cel/messages.ts')).CEL_MESSAGES : {};
    const shape = toViolations(resource, { schema, errors, names, others: this.#otherSchemas(resource) });
    return [...shape, ...celViolations(resource, failures, messages, shape)];
  }

  #otherSchemas({ group, kind, version }: Resource): OtherSchema[] {
    return this.#kinds.otherSchemas(group, kind, version);
  }
}
