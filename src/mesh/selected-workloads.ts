import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import { LabelIndex, SelectorIndex } from './label-index.ts';
import type { Mesh } from './mesh.ts';
import { isInventoried } from './references.ts';
import { maySelect, selects } from './selection.ts';
import type { Workload } from './workloads.ts';

/**
 * The labels by which a resource chooses workloads: `selector` of a Service or Gateway, `selector.matchLabels` of policies,
 * `workloadSelector` of others.
 */
export function selectorOf(resource: Resource): Field {
  return resource.ask(readSelector);
}

function readSelector({ kind, group, spec }: Resource): Field {
  if (group === '' || kind === 'Gateway') return spec.child('selector');
  if (!WORKLOAD_SELECTORS.has(kind)) return spec.child('selector').child('matchLabels');
  return spec.child('workloadSelector').child(kind === 'DestinationRule' ? 'matchLabels' : 'labels');
}

const WORKLOAD_SELECTORS = new Set(['Sidecar', 'EnvoyFilter', 'DestinationRule', 'ServiceEntry']);

/**
 * The workloads that a resource chooses by its selector, in its namespace; those of every namespace for a policy of the root
 * namespace and for a Gateway. Without a selector all of them. Namespaces that nobody names count as the right ones.
 */
export function selectedWorkloads(mesh: Mesh, resource: Resource): readonly Workload[] {
  const selector = selectorOf(resource);
  const isForAll = choosesAll(selector) && !selector.isUnknown;
  return isForAll ? workloadsInReach(mesh, resource) : mesh.askAbout(findSelected, resource);
}

/** Has a selector no pairs, so that it chooses all, or a Service none? */
export function choosesAll({ node }: Field): boolean {
  return node?.type !== 'map' || node.entries.length === 0;
}

function findSelected(mesh: Mesh, resource: Resource): readonly Workload[] {
  const selector = selectorOf(resource);
  if (selector.hasUnknown) return [];
  const indexes = indexesInReach(mesh, resource);
  const chosen = indexes.map((index) => index.chosenBy(selector));
  return chosen.length === 1 && chosen[0] ? chosen[0] : chosen.flat();
}

/** Those, and the workloads that it may choose once placeholders in their labels are filled in. */
export function possibleWorkloads(mesh: Mesh, resource: Resource): readonly Workload[] {
  const selector = selectorOf(resource);
  if (choosesAll(selector)) return workloadsInReach(mesh, resource);
  const indexes = indexesInReach(mesh, resource);
  if (indexes.every(({ isKnown }) => isKnown) && !selector.hasUnknown) return selectedWorkloads(mesh, resource);
  return indexes.flatMap((index) => index.possible(selector).filter(({ labels }) => maySelect(selector, labels)));
}

function indexesInReach(mesh: Mesh, resource: Resource): readonly LabelIndex<Workload>[] {
  if (reachesAll(mesh, resource)) return [mesh.ask(indexWorkloads)];
  return mesh.inNamespace(mesh.ask(indexByNamespace), mesh.namespaceOf(resource));
}

function indexWorkloads(mesh: Mesh): LabelIndex<Workload> {
  return new LabelIndex(mesh.workloads(), ({ labels }) => labels);
}

function indexByNamespace(mesh: Mesh): Map<string, LabelIndex<Workload>[]> {
  const groups = mesh.ask(groupByNamespace);
  return new Map([...groups].map(([name, workloads]) => [name, [new LabelIndex(workloads, ({ labels }) => labels)]]));
}

/** The workloads of which not all labels are known: selectors may choose them once placeholders are filled in. */
export function openWorkloads(mesh: Mesh): readonly Workload[] {
  return [...mesh.ask(indexByNamespace).values()].flat().flatMap(({ open }) => open);
}

/** The workloads among which a resource chooses. */
export function workloadsInReach(mesh: Mesh, resource: Resource): readonly Workload[] {
  return reachesAll(mesh, resource) ? mesh.workloads() : workloadsIn(mesh, mesh.namespaceOf(resource));
}

/** Does a resource choose among the workloads of all namespaces? */
export function reachesAll(mesh: Mesh, resource: Resource): boolean {
  const { kind } = resource;
  if (kind === 'Gateway') return true;
  if (mesh.namespaceOf(resource) !== mesh.rootNamespace) return false;
  return ROOT_FOR_ALL.has(kind) || (ROOT_DEFAULTS.has(kind) && choosesAll(selectorOf(resource)));
}

/** Kinds that hold in all namespaces from the root namespace, selector or not. */
const ROOT_FOR_ALL = new Set([
  'AuthorizationPolicy',
  'RequestAuthentication',
  'EnvoyFilter',
  'WasmPlugin',
  'TrafficExtension',
]);

/** Kinds that do so without a selector alone; with one they are for pods of the root namespace. */
const ROOT_DEFAULTS = new Set(['PeerAuthentication', 'Sidecar', 'Telemetry', 'ProxyConfig']);

/** The workloads of a namespace and those whose namespace nobody names; of '' all. */
export function workloadsIn(mesh: Mesh, namespace: string): readonly Workload[] {
  return mesh.inNamespace(mesh.ask(groupByNamespace), namespace);
}

/** Does the set hold workloads of a namespace, so that it may be taken to hold all of them? See references.ts. */
export function holdsWorkloads(mesh: Mesh, namespace: string): boolean {
  return mesh.askAbout(findInventory, namespace);
}

function findInventory(mesh: Mesh, namespace: string): boolean {
  return WORKLOADS.some((kind) => isInventoried(mesh, namespace, kind));
}

const WORKLOADS: readonly [group: string, kind: string][] = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
  ['apps', 'ReplicaSet'],
  ['', 'Pod'],
  ['batch', 'Job'],
  ['batch', 'CronJob'],
  ['argoproj.io', 'Rollout'],
  ['serving.knative.dev', 'Service'],
];

/** The Services of its namespace that choose a workload; one without a selector chooses none. */
export function servicesOfWorkload(mesh: Mesh, workload: Workload): readonly Resource[] {
  return mesh.askAbout(findServices, workload);
}

function findServices(mesh: Mesh, { labels, namespace }: Workload): readonly Resource[] {
  const services: Resource[] = [];
  for (const index of mesh.inNamespace(mesh.ask(indexServices), namespace))
    for (const service of index.near(labels)) {
      const selector = selectorOf(service);
      if (!choosesAll(selector) && selects(selector, labels)) services.push(service);
    }
  return services;
}

/** The Services of a namespace and those whose namespace nobody names; of '' all. */
export function servicesIn(mesh: Mesh, namespace: string): readonly Resource[] {
  return mesh.inNamespace(mesh.ask(groupServices), namespace);
}

function indexServices(mesh: Mesh): Map<string, SelectorIndex<Resource>[]> {
  const groups = mesh.ask(groupServices);
  return new Map([...groups].map(([name, services]) => [name, [new SelectorIndex(services, selectorOf)]]));
}

function groupServices(mesh: Mesh): Map<string, Resource[]> {
  return groupBy(mesh.ofKind('Service', ''), (service) => mesh.namespaceOf(service));
}

function groupByNamespace(mesh: Mesh): Map<string, Workload[]> {
  return groupBy(mesh.workloads(), ({ namespace }) => namespace);
}
