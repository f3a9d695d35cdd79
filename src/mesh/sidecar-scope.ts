import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { selectorOf } from './selected-workloads.ts';
import { maySelect, selects } from './selection.ts';
import type { Workload } from './workloads.ts';

/** The Sidecars each of which may be the one that holds; undefined stands for none, where proxies know everything. */
export type Sidecars = readonly (Resource | undefined)[];

/**
 * The Sidecar that holds for the proxies of a workload: one that chooses it by a selector, else one for all of its
 * namespace, else one for all of the root namespace. Several where istiod would take the oldest, where a tree holds
 * alternatives, or where labels or namespaces are not known. Source: istio/istio getSidecarScope.
 */
export function sidecarsOfWorkload(mesh: Mesh, { namespace, labels }: Workload): Sidecars {
  const chosen = sidecarsIn(mesh, namespace).filter(
    (sidecar) => !isForAll(sidecar) && maySelect(selectorOf(sidecar), labels),
  );
  const isSure = chosen.some((sidecar) => isAt(mesh, sidecar, namespace) && selects(selectorOf(sidecar), labels));
  return isSure ? chosen : [...chosen, ...sidecarsForAll(mesh, namespace)];
}

/** All Sidecars that hold for some proxies of a namespace, or may. */
export function sidecarsOfNamespace(mesh: Mesh, namespace: string): Sidecars {
  return mesh.askAbout(findSidecars, namespace);
}

function findSidecars(mesh: Mesh, namespace: string): Sidecars {
  const own = sidecarsIn(mesh, namespace).filter((sidecar) => !isForAll(sidecar));
  return [...own, ...sidecarsForAll(mesh, namespace)];
}

/** Does it hold for the proxies of all namespaces that have none of their own? */
export function isMeshWide(mesh: Mesh, sidecar: Resource): boolean {
  return isForAll(sidecar) && mesh.namespaceOf(sidecar) === mesh.rootNamespace;
}

function sidecarsForAll(mesh: Mesh, namespace: string): Sidecars {
  return mesh.askAbout(findSidecarsForAll, namespace);
}

function findSidecarsForAll(mesh: Mesh, namespace: string): Sidecars {
  const own = sidecarsIn(mesh, namespace).filter(isForAll);
  if (own.some((sidecar) => isAt(mesh, sidecar, namespace))) return own;
  const wide = sidecarsIn(mesh, mesh.rootNamespace).filter(isForAll);
  const isSure = wide.some((sidecar) => isAt(mesh, sidecar, mesh.rootNamespace));
  return [...new Set<Resource | undefined>(isSure ? [...own, ...wide] : [...own, ...wide, undefined])];
}

/** The Sidecars of a namespace and those whose namespace nobody names. */
function sidecarsIn(mesh: Mesh, namespace: string): readonly Resource[] {
  return mesh.inNamespace(mesh.ask(groupSidecars), namespace);
}

function groupSidecars(mesh: Mesh): Map<string, Resource[]> {
  return groupBy(mesh.ofKind('Sidecar', 'networking.istio.io'), (sidecar) => mesh.namespaceOf(sidecar));
}

/** An empty selector chooses all, but as a selector: it goes before those that have none. */
function isForAll({ spec }: Resource): boolean {
  return !spec.has('workloadSelector');
}

function isAt(mesh: Mesh, sidecar: Resource, namespace: string): boolean {
  return namespace !== '' && mesh.namespaceOf(sidecar) === namespace;
}

/** What one egress listener of a Sidecar brings to proxies. */
export interface Imports {
  /** The listener; of a Sidecar without any, its spec. */
  field: Field;
  /** The only port that it brings of each service; undefined for all of them. */
  port: number | undefined;
  hosts: readonly ImportedHost[];
  /** Are all of its hosts known? */
  isKnown: boolean;
}

interface ImportedHost {
  /** `*` is any; '' where it isn't known. */
  namespace: string;
  name: string;
  /** Written with a `~`, which takes hosts out again, and before Istio 1.31 did nothing. */
  isExcluded: boolean;
}

const EVERYTHING: ImportedHost = { namespace: '*', name: '*', isExcluded: false };

/** What the egress listeners of a Sidecar bring to proxies of a namespace; undefined where nobody can tell. */
export function importsOf(mesh: Mesh, sidecar: Resource, namespace: string): Imports[] | undefined {
  if (sidecar.spec.isUnknown || isPatched(mesh, sidecar, 'egress')) return undefined;
  const egress = sidecar.spec.child('egress');
  const listeners = egress.items();
  if (egress.isSet && !egress.isList) return undefined;
  if (listeners.length === 0) return [{ field: sidecar.spec, port: undefined, hosts: [EVERYTHING], isKnown: true }];
  return listeners.map((field) => {
    const port = field.child('port');
    const hosts = field.child('hosts').items();
    const names = hosts.flatMap(({ string }) => string ?? []);
    return {
      field,
      port: port.textOf('protocol') === 'HTTP_PROXY' ? undefined : port.child('number').number || undefined,
      hosts: names.flatMap((name) => readHost(name, namespace)),
      isKnown: names.length > 0 && names.length === hosts.length,
    };
  });
}

/** `namespace/host`; what is written otherwise istiod leaves out. */
function readHost(text: string, namespace: string): ImportedHost[] {
  const [where = '', name, ...rest] = text.toLowerCase().split('/');
  if (name === undefined || rest.length > 0) return [];
  const isExcluded = where.startsWith('~');
  const home = (isExcluded ? where.slice(1) : where) || '*';
  return [{ namespace: home === '.' ? namespace : home, name, isExcluded }];
}

/**
 * Does a listener bring what lies in a namespace and has a host that `fits` one of those that it lists? Undefined where it
 * may. '' is a namespace that isn't known.
 */
export function brings(listener: Imports, home: string, fits: (name: string) => boolean): boolean | undefined {
  const meant = listener.hosts.filter(
    ({ namespace, name }) => (namespace === '*' || !namespace || !home || namespace === home) && fits(name),
  );
  const named = meant.filter(({ isExcluded }) => !isExcluded);
  if (named.length === 0) return listener.isKnown ? false : undefined;
  if (named.length < meant.length) return undefined;
  return named.some(({ namespace }) => namespace === '*' || (namespace !== '' && namespace === home)) || undefined;
}
