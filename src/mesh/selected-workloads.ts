import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import type { Mesh } from './mesh.ts';
import { isInventoried } from './references.ts';
import { selects } from './selection.ts';
import type { Workload } from './workloads.ts';

/**
 * The labels by which a resource chooses workloads: `selector` of a Service or Gateway, `selector.matchLabels` of policies,
 * `workloadSelector` of others. Its `keys()` are empty where it chooses all.
 */
export function selectorOf({ kind, group, spec }: Resource): Field {
  if (group === '' || kind === 'Gateway') return spec.child('selector');
  if (WORKLOAD_SELECTORS.has(kind))
    return spec.get('workloadSelector', kind === 'DestinationRule' ? 'matchLabels' : 'labels');
  return spec.get('selector', 'matchLabels');
}

const WORKLOAD_SELECTORS = new Set(['Sidecar', 'EnvoyFilter', 'DestinationRule', 'ServiceEntry']);

/**
 * The workloads that a resource chooses by its selector, in its namespace; those of every namespace for a policy of the root
 * namespace and for a Gateway. Without a selector all of them. Namespaces that nobody names count as the right ones.
 */
export function selectedWorkloads(mesh: Mesh, resource: Resource): readonly Workload[] {
  const selector = selectorOf(resource);
  const [pair] = selector.entries();
  if (!pair) return workloadsInReach(mesh, resource);
  const candidates = mesh.ask(groupByLabel).get(keyOfPair(pair));
  if (!candidates) return [];
  const inReach = reachesAll(mesh, resource)
    ? [...candidates.values()].flat()
    : mesh.inNamespace(candidates, mesh.namespaceOf(resource));
  return inReach.filter(({ labels }) => selects(selector, labels));
}

/** The workloads among which a resource chooses. */
export function workloadsInReach(mesh: Mesh, resource: Resource): readonly Workload[] {
  return reachesAll(mesh, resource) ? mesh.workloads() : workloadsIn(mesh, mesh.namespaceOf(resource));
}

function reachesAll(mesh: Mesh, resource: Resource): boolean {
  const { kind } = resource;
  if (kind === 'Gateway') return true;
  if (mesh.namespaceOf(resource) !== mesh.rootNamespace) return false;
  return ROOT_FOR_ALL.has(kind) || (ROOT_DEFAULTS.has(kind) && selectorOf(resource).keys().length === 0);
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

/** Workloads of a namespace some of whose labels wait for placeholders. */
export function openWorkloadsIn(mesh: Mesh, namespace: string): readonly Workload[] {
  return mesh.inNamespace(mesh.ask(groupOpen), namespace);
}

/** Does the set hold workloads of a namespace, so that it may be taken to hold all of them? See references.ts. */
export function holdsWorkloads(mesh: Mesh, namespace: string): boolean {
  return WORKLOADS.some(([group, kind]) => isInventoried(mesh, namespace, [group, kind]));
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
export function servicesOfWorkload(mesh: Mesh, { labels, namespace }: Workload): readonly Resource[] {
  const byPair = mesh.ask(groupServices);
  const candidates = labels.entries().flatMap((pair) => {
    const same = byPair.get(keyOfPair(pair));
    return same ? mesh.inNamespace(same, namespace) : [];
  });
  const chosen = candidates.filter(({ service }) => selects(selectorOf(service), labels));
  return chosen.sort((a, b) => a.position - b.position).map(({ service }) => service);
}

/** Services by the first pair of their selector, with their place among all, then by namespace. */
function groupServices(mesh: Mesh): ByPair<{ service: Resource; position: number }> {
  const found = mesh.ofKind('Service', '').flatMap((service, position) => {
    const [pair] = selectorOf(service).entries();
    return pair ? [{ key: keyOfPair(pair), namespace: mesh.namespaceOf(service), item: { service, position } }] : [];
  });
  return byPairAndNamespace(found);
}

/** Workloads by each pair of their labels, then by namespace. */
function groupByLabel(mesh: Mesh): ByPair<Workload> {
  const found = mesh
    .workloads()
    .flatMap((item) =>
      item.labels.entries().map((pair) => ({ key: keyOfPair(pair), namespace: item.namespace, item })),
    );
  return byPairAndNamespace(found);
}

type ByPair<Item> = Map<string, Map<string, Item[]>>;

function byPairAndNamespace<Item>(found: readonly { key: string; namespace: string; item: Item }[]): ByPair<Item> {
  const byPair: ByPair<Item> = new Map();
  for (const { key, namespace, item } of found) {
    const byNamespace = byPair.get(key) ?? new Map<string, Item[]>();
    byPair.set(key, byNamespace);
    const items = byNamespace.get(namespace);
    if (items) items.push(item);
    else byNamespace.set(namespace, [item]);
  }
  return byPair;
}

function keyOfPair({ name, value }: Field): string {
  return `${name}=${value}`;
}

function groupByNamespace(mesh: Mesh): Map<string, Workload[]> {
  return groupBy(mesh.workloads(), ({ namespace }) => namespace);
}

function groupOpen(mesh: Mesh): Map<string, Workload[]> {
  return groupBy(
    mesh.workloads().filter(({ labels }) => labels.hasUnknown),
    ({ namespace }) => namespace,
  );
}
