import { type Edit, replaceMember } from '../yaml/edit.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf } from './selected-workloads.ts';

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
  return (list.isSet && !isEmpty) || spec.child('targetRef').isSet;
}

/** What a policy is attached to, as far as it is known. Istio reads the older field where the list is empty. */
export function targetsOf({ spec }: Resource): Target[] {
  const listed = spec.child('targetRefs').maps();
  const references = listed.length > 0 ? listed : [spec.child('targetRef')].filter(({ isMap }) => isMap);
  return references.flatMap((field) => {
    const [group, kind, name] = ['group', 'kind', 'name'].map((member) => field.child(member));
    if (kind?.string === undefined || !name?.string || (group?.isSet && group.string === undefined)) return [];
    const written = group?.string ?? '';
    return [{ field, group: written === 'core' ? '' : written, kind: kind.string, name: name.string }];
  });
}

/** The Services or ServiceEntries of the policy's namespace that a reference of it means. */
export function servicesOfTarget(mesh: Mesh, { group, kind, name }: Target, namespace: string): Resource[] {
  return servicesNamed(mesh, group, kind, name, namespace);
}

/** The Services or ServiceEntries of a name; those whose namespace nobody says, or in an unknown one, count as the right ones. */
export function servicesNamed(mesh: Mesh, group: string, kind: string, name: string, namespace: string): Resource[] {
  const isService = kind === 'Service' && group === '';
  if (!isService && !(kind === 'ServiceEntry' && group === 'networking.istio.io')) return [];
  const named = isService ? mesh.hosts().services(name) : mesh.ofKind(kind, group).filter((each) => each.name === name);
  return named.filter((each) => {
    const own = mesh.namespaceOf(each);
    return own === namespace || !own || !namespace;
  });
}

/** The only Service of the policy's namespace that chooses by just the labels that the policy chooses by, and the edit to name it. */
export function serviceInstead(mesh: Mesh, policy: Resource): { name: string; edit: Edit | undefined } | undefined {
  const selector = selectorOf(policy);
  const home = mesh.namespaceOf(policy);
  const wanted = textOf(selector);
  if (selector.keys().length === 0 || selector.hasUnknown) return undefined;
  const own = mesh.namespaces().get(home)?.resources ?? [];
  const services = own.filter(({ groupKind }) => groupKind === 'core/Service');
  const names = new Set(services.filter((each) => textOf(selectorOf(each)) === wanted).map(({ name }) => name));
  const [name] = names;
  if (!name || names.size > 1) return undefined;
  const block = `targetRefs:\n- group: ""\n  kind: Service\n  name: ${name}`;
  const edit = replaceMember(
    policy.spec.child('selector'),
    block,
    `targetRefs: [{group: "", kind: Service, name: ${name}}]`,
  );
  return { name, edit };
}

function textOf(selector: Field): string {
  return selector
    .entries()
    .map(({ name, value }) => `${name}=${value}`)
    .sort()
    .join();
}

/** How to attach a policy to a waypoint, in words, and as a suggestion where it is known to what. In the root namespace to all. */
export function attachment(
  mesh: Mesh,
  policy: Resource,
): { wanted: string; suggestions: { desc: string; edit: Edit }[] } {
  const service = serviceInstead(mesh, policy);
  const known = service && `the Service ${service.name}`;
  const isMeshWide = mesh.namespaceOf(policy) === mesh.rootNamespace;
  const other = isMeshWide ? 'the GatewayClass istio-waypoint' : 'the Service, or with the Gateway of its waypoint';
  const target = known ?? other;
  const place = selectorOf(policy).keys().length > 0 ? ', in place of the selector' : '';
  const wanted = `targetRefs with ${target}${place}`;
  return { wanted, suggestions: service?.edit ? [{ desc: `Write ${wanted}`, edit: service.edit }] : [] };
}
