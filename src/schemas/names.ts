import { objectMeta } from './install/object-meta.ts';

/** The fields of each definition and where they lead: another definition, `*` and one for a map of such, '' for a scalar. */
export type FieldNames = Readonly<
  Record<string, { fields: Readonly<Record<string, string>>; required?: readonly string[] } | undefined>
>;

const META = Object.fromEntries(Object.entries(objectMeta.properties).map(([name]) => [name, '']));

/** One object in a resource, as its schema names it: its fields, and what lies above. */
export interface SchemaPlace {
  fields: Readonly<Record<string, string>>;
  required: readonly string[];
  /** The name it has in the place above; '' for the top. */
  name: string;
  above: SchemaPlace | undefined;
}

/** The place that a path of field names and indexes leads to; undefined where the schema leaves it open. */
export function placeAt(root: string, path: readonly string[], names: FieldNames): SchemaPlace | undefined {
  const top = names[root];
  let place: SchemaPlace | undefined = {
    fields: { apiVersion: '', kind: '', metadata: 'metadata', ...top?.fields },
    required: top?.required ?? [],
    name: '',
    above: undefined,
  };
  let target = '';
  for (const step of path) {
    if (/^\d+$/.test(step) && !Object.hasOwn(place.fields, step)) continue;
    const next: string | undefined = target.startsWith('*') ? target.slice(1) : place.fields[step];
    if (next === undefined) return undefined;
    target = next;
    if (target.startsWith('*')) continue;
    place = below(place, step, target, names);
    if (!place) return undefined;
  }
  return place;
}

/** The object that a field of a place leads to. */
export function below(place: SchemaPlace, name: string, target: string, names: FieldNames): SchemaPlace | undefined {
  if (target === 'metadata') return { fields: META, required: [], name, above: place };
  const definition = names[target.replace(/^\*/, '')];
  return definition && { fields: definition.fields, required: definition.required ?? [], name, above: place };
}
