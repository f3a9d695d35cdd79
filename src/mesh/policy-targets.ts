import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import type { Mesh } from './mesh.ts';
import { selectedWorkloads, selectorOf } from './selected-workloads.ts';
import { areContrary, selects } from './selection.ts';

/** Kinds that policies are attached to, with their groups. Source: `allowedTargetRefs` of istio/istio. */
export const TARGET_GROUPS: Readonly<Record<string, string>> = {
  Service: '',
  ServiceEntry: 'networking.istio.io',
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
};

/** What a policy is attached to. */
export interface Target {
  /** The reference, for reports. */
  field: Field;
  /** '' for the core group. */
  group: string;
  kind: string;
  name: string;
}

/** Is a policy attached to something, be it known or not? The older field names one target; an empty list is none. */
export function hasTargets({ spec }: Resource): boolean {
  const list = spec.child('targetRefs');
  const isEmpty = list.isList && list.items().length === 0;
  return (list.isSet && !isEmpty) || spec.has('targetRef');
}

/** The references by which a policy is attached to what gateways and waypoints serve; targetRef counts without targetRefs. */
export function referencesOf(policy: Resource): readonly Field[] {
  return policy.ask(readReferences);
}

function readReferences({ spec }: Resource): readonly Field[] {
  const targets = spec.child('targetRefs');
  if (targets.isSet && (!targets.isList || targets.items().length > 0)) return targets.maps();
  const target = spec.child('targetRef');
  return target.isMap ? [target] : [];
}

/** What a policy is attached to, as far as it is known. */
export function targetsOf(policy: Resource): Target[] {
  return referencesOf(policy).flatMap((field) => {
    const [group, kind, name] = ['group', 'kind', 'name'].map((member) => field.child(member));
    if (kind?.string === undefined || !name?.string || (group?.isSet && group.string === undefined)) return [];
    const written = group?.string ?? '';
    return [{ field, group: written === 'core' ? '' : written, kind: kind.string, name: name.string }];
  });
}

/** The objects of a kind that have a name, or get it from a kustomization, in any namespace. */
export function targetsNamed(mesh: Mesh, kind: string, name: string): readonly Resource[] {
  return mesh.ask(findTargets).get(`${kind} ${name}`) ?? [];
}

function findTargets(mesh: Mesh): Map<string, Resource[]> {
  const affixes = [{ prefix: '', suffix: '' }, ...mesh.kustomizations.affixes()];
  const targets = Object.entries(TARGET_GROUPS).flatMap(([kind, group]) => mesh.ofKind(kind, group));
  const named = targets.flatMap((target) => {
    const names = new Set(affixes.map(({ prefix, suffix }) => `${prefix}${target.name}${suffix}`));
    return [...names].map((name) => ({ key: `${target.kind} ${name}`, target }));
  });
  const groups = [...groupBy(named, ({ key }) => key)];
  return new Map(groups.map(([key, items]) => [key, items.map(({ target }) => target)]));
}

/** The Services or ServiceEntries of the policy's namespace that a reference of it means. */
export function servicesOfTarget(mesh: Mesh, { group, kind, name }: Target, namespace: string): Resource[] {
  return servicesNamed(mesh, group, kind, name, namespace);
}

/** The Services or ServiceEntries of a name; those whose namespace nobody says, or in an unknown one, count as the right ones. */
export function servicesNamed(mesh: Mesh, group: string, kind: string, name: string, namespace: string): Resource[] {
  if (TARGET_GROUPS[kind] !== group || !SERVICES.has(kind)) return [];
  return targetsNamed(mesh, kind, name).filter((each) => mesh.mayBeIn(each, namespace));
}

const SERVICES = new Set(['Service', 'ServiceEntry']);

/**
 * May two policies hold for some of the same pods, Gateways or Services? True where nobody can tell, as of a policy by labels
 * and one for a Gateway.
 */
export function mayOverlap(mesh: Mesh, one: Resource, other: Resource): boolean {
  const home = mesh.namespaceOf(one);
  const near = mesh.namespaceOf(other);
  const isNear = home === near || !home || !near || home === mesh.rootNamespace || near === mesh.rootNamespace;
  if (!isNear) return false;
  const targets = referencesOf(one);
  const others = referencesOf(other);
  if (targets.length > 0 && others.length > 0)
    return targets.some((target) => others.some((each) => mayBeSame(target, each)));
  if (targets.length > 0 || others.length > 0) return true;
  if (one.ask(isSelectorOpen) || other.ask(isSelectorOpen)) return true;
  const labels = selectorOf(one);
  const otherLabels = selectorOf(other);
  if (areContrary(labels, otherLabels)) return false;
  const reaches = (policy: Resource, selector: Field) => {
    const chosen = selectedWorkloads(mesh, policy);
    return chosen.length === 0 || chosen.some((workload) => selects(selector, workload.labels));
  };
  return reaches(one, otherLabels) && reaches(other, labels);
}

const isSelectorOpen = (policy: Resource) => selectorOf(policy).hasUnknown;

/** A waypoint serves Services and a Gateway is one: references of two kinds may come to the same. */
function mayBeSame(one: Field, other: Field): boolean {
  const [names, kinds] = ['name', 'kind'].map((part) => [one, other].map((each) => each.child(part).string));
  const isOpen = (texts: (string | undefined)[] = []) =>
    texts.some((text) => text === undefined || hasPlaceholder(text));
  return isOpen(names) || isOpen(kinds) || kinds?.[0] !== kinds?.[1] || names?.[0] === names?.[1];
}
