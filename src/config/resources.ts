import { matchesGlob } from '../mesh/externals.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { ConfigFile } from './config-file.ts';
import { isMap, texts } from './value.ts';

/** Which resources an override is for: globs, of which one must fit in each member that is there. */
export interface ResourceCriteria {
  /** `VirtualService` or `networking.istio.io/VirtualService`. */
  kinds?: readonly string[];
  names?: readonly string[];
  namespaces?: readonly string[];
  /** All of these labels. */
  labels?: ReadonlyMap<string, readonly string[]>;
}

export const CRITERIA_KEYS = ['kinds', 'names', 'namespaces', 'labels'] as const;

/** Reads `resources`: one set of criteria, or a list of which one must fit. */
export function resourceCriteria(file: ConfigFile, field: Field): ResourceCriteria[] {
  const alternatives = field.isList ? field.items() : [field];
  return alternatives.flatMap((each) => {
    if (!isMap(file, each, '{kinds: [EnvoyFilter], names: [legacy-*]}')) return [];
    file.checkKeys(each, CRITERIA_KEYS, 'resources');
    if (each.entries().length === 0) file.problem(each, `resources needs one of ${CRITERIA_KEYS.join(', ')}`);
    const criteria: ResourceCriteria = {};
    for (const key of ['kinds', 'names', 'namespaces'] as const)
      if (each.child(key).isSet) criteria[key] = texts(file, each.child(key)).map(({ value }) => value);
    const labels = each.child('labels');
    if (isMap(file, labels, '{app: legacy}'))
      criteria.labels = new Map(
        labels.entries().map((label) => [label.name, texts(file, label).map(({ value }) => value)]),
      );
    return [criteria];
  });
}

/** Without a mesh a resource lies in the namespace that it says itself. */
export function fits(criteria: ResourceCriteria, resource: Resource, mesh: Mesh | undefined): boolean {
  const { kinds, names, namespaces, labels } = criteria;
  const oneOf = (globs: readonly string[], ...texts: string[]) =>
    globs.some((glob) => texts.some((text) => matchesGlob(text, glob)));
  if (kinds && !oneOf(kinds, resource.kind, resource.groupKind)) return false;
  if (names && !oneOf(names, resource.name)) return false;
  if (namespaces && !oneOf(namespaces, mesh ? mesh.namespaceOf(resource) : resource.namespace)) return false;
  for (const [label, globs] of labels ?? []) {
    const value = resource.labels.child(label).string;
    if (value === undefined || !oneOf(globs, value)) return false;
  }
  return true;
}
