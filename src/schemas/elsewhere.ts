import type { Field } from '../yaml/field.ts';
import { below, type FieldNames, type SchemaPlace } from './names.ts';

/** Names that so many objects have that another place for them says nothing. */
const EVERYWHERE = new Set([
  'name',
  'namespace',
  'kind',
  'group',
  'type',
  'mode',
  'value',
  'labels',
  'port',
  'ports',
  'number',
  'protocol',
  'host',
  'hosts',
  'enabled',
]);

const OF_METADATA = new Set(['name', 'namespace', 'labels']);

/** In words, the object below or above that has a field which is unknown at its place; undefined where none is likely. */
export function findElsewhere(
  name: string,
  parent: Field | undefined,
  place: SchemaPlace,
  names: FieldNames,
): string | undefined {
  if (!place.above && OF_METADATA.has(name)) return 'under "metadata"';
  if (!parent || (EVERYWHERE.has(name) && place.above)) return undefined;
  const under = likeliest(childrenWith(name, place, names), grandchildrenWith(name, place, names), parent);
  if (under.length > 0) return `under ${under.map((path) => `"${path}"`).join(' or ')}`;
  const owner = nearestAbove(place).find((above) => Object.hasOwn(above.fields, name));
  return owner && (owner.name ? `in "${owner.name}"` : 'at the top level');
}

/** The same for the objects beside those above. */
export function findBeside(name: string, place: SchemaPlace, names: FieldNames): string | undefined {
  if (EVERYWHERE.has(name)) return undefined;
  const beside = nearestAbove(place).flatMap((above) => only(childrenWith(name, above, names)) ?? []);
  return beside[0] && `under ${beside[0]}`;
}

/** Two levels: what is further away has another meaning. */
function nearestAbove(place: SchemaPlace): SchemaPlace[] {
  return [place.above, place.above?.above].filter((above) => above !== undefined);
}

/** Names of the objects right below a place that have such a field. */
function childrenWith(name: string, place: SchemaPlace, names: FieldNames): string[] {
  return childrenOf(place, names)
    .filter((child) => Object.hasOwn(child.fields, name))
    .map((child) => child.name);
}

function grandchildrenWith(name: string, place: SchemaPlace, names: FieldNames): string[] {
  return childrenOf(place, names).flatMap((child) =>
    childrenWith(name, child, names).map((grandchild) => `${child.name}.${grandchild}`),
  );
}

function childrenOf(place: SchemaPlace, names: FieldNames): SchemaPlace[] {
  return Object.entries(place.fields).flatMap(([name, target]) => below(place, name, target, names) ?? []);
}

/** What is written already comes first, then what is near; many places are as good as none. */
function likeliest(children: string[], grandchildren: string[], parent: Field): string[] {
  const written = (path: string) => parent.child(path.replace(/\..*/, '')).isSet;
  const groups = [
    { paths: children.filter(written), most: 3 },
    { paths: grandchildren.filter(written), most: 1 },
    { paths: children, most: 3 },
    { paths: grandchildren, most: 1 },
  ];
  const best = groups.find(({ paths }) => paths.length > 0);
  return best && best.paths.length <= best.most ? best.paths : [];
}

function only(candidates: string[]): string | undefined {
  return candidates.length === 1 ? `"${candidates[0]}"` : undefined;
}
