import { type Edit, replaceMember } from '../yaml/edit.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf } from './selected-workloads.ts';

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
