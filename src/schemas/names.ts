import { objectMeta } from './install/object-meta.ts';

/**
 * The fields of each definition and what stands there: the id of another definition, `[…` a list of such, `*…` a map of
 * such, `?` anything, `~` a duration, '' any other scalar.
 */
export type FieldNames = Readonly<
  Record<string, { fields: Readonly<Record<string, string>>; required?: readonly string[] } | undefined>
>;

const META = Object.fromEntries(
  Object.entries(objectMeta.properties).map(([name, schema]) => [name, 'additionalProperties' in schema ? '*' : '?']),
);

/** One object in a resource, as its schema names it: its fields, and what lies above. */
export interface SchemaPlace {
  fields: Readonly<Record<string, string>>;
  required: readonly string[];
  /** The name it has in the place above; '' for the top. */
  name: string;
  above: SchemaPlace | undefined;
}

/** The object that a path of field names and indexes leads to; undefined where the schema leaves it open. */
export function placeAt(root: string, path: readonly string[], names: FieldNames): SchemaPlace | undefined {
  const top = names[root];
  let place: SchemaPlace = {
    fields: { apiVersion: '', kind: '', ...top?.fields, metadata: 'metadata' },
    required: top?.required ?? [],
    name: '',
    above: undefined,
  };
  let target = root;
  let field = '';
  for (const step of path) {
    if (isCollection(target)) target = target.slice(1);
    else {
      const next: string | undefined = Object.hasOwn(place.fields, step) ? place.fields[step] : undefined;
      if (next === undefined) return undefined;
      field = step;
      target = next;
    }
    if (isCollection(target)) continue;
    const deeper = below(place, field, target, names);
    if (!deeper) return undefined;
    place = deeper;
  }
  return isCollection(target) ? undefined : place;
}

/** The object that a field of a place leads to, also through a list. */
export function below(place: SchemaPlace, name: string, target: string, names: FieldNames): SchemaPlace | undefined {
  if (target === 'metadata') return { fields: META, required: [], name, above: place };
  const definition = names[target.replace(/^\[+/, '')];
  return definition && { fields: definition.fields, required: definition.required ?? [], name, above: place };
}

function isCollection(target: string): boolean {
  return target.startsWith('[') || target.startsWith('*');
}

/** Can a value of this shape stand where a target is wanted? */
export function fits(value: unknown, target: string): boolean {
  if (target === '?' || value === null) return true;
  if (target.startsWith('[')) return Array.isArray(value);
  return (typeof value === 'object' && !Array.isArray(value)) === (target !== '' && target !== '~');
}
