import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { kinds } from './compiled/standard.ts';
import { idAt } from './kinds.ts';
import { below, type FieldNames, placeAt, type SchemaPlace } from './names.ts';

const STANDARD: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = kinds;

/**
 * The kind, or the fields, that a resource of Gateway API has from the experimental channel: a cluster with the CRDs of
 * the standard channel refuses or drops them. Source: https://gateway-api.sigs.k8s.io/concepts/versioning/
 */
export function experimentalParts({ group, kind, version, root }: Resource, minor: number, names: FieldNames): Field[] {
  if (group !== 'gateway.networking.k8s.io') return [];
  const versions = STANDARD[`${group}/${kind}`];
  const id = idAt(versions?.[version], minor);
  if (id === undefined) return [root.child('kind')];
  const top = placeAt(id, [], names);
  return top ? unknownIn(root.child('spec'), below(top, 'spec', top.fields.spec ?? '', names), names) : [];
}

function unknownIn(field: Field, place: SchemaPlace | undefined, names: FieldNames): Field[] {
  if (!place) return [];
  return field.entries().flatMap((member) => {
    const target = Object.hasOwn(place.fields, member.name) ? place.fields[member.name] : undefined;
    if (target === undefined) return [member];
    const inner = below(place, member.name, target, names);
    return (member.isList ? member.items() : [member]).flatMap((one) => unknownIn(one, inner, names));
  });
}
