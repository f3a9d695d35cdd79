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
export function selectedWorkloads(mesh: Mesh, resource: Resource): Workload[] {
  const selector = selectorOf(resource);
  return workloadsInReach(mesh, resource).filter(({ labels }) => selects(selector, labels));
}

/** The workloads among which a resource chooses. */
export function workloadsInReach(mesh: Mesh, resource: Resource): readonly Workload[] {
  const home = mesh.namespaceOf(resource);
  const { kind } = resource;
  if (kind === 'Gateway') return mesh.workloads();
  const isForAll = ROOT_FOR_ALL.has(kind) || (ROOT_DEFAULTS.has(kind) && selectorOf(resource).keys().length === 0);
  return home === mesh.rootNamespace && isForAll ? mesh.workloads() : workloadsIn(mesh, home);
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
  return servicesIn(mesh, namespace).filter((service) => {
    const selector = selectorOf(service);
    return selector.keys().length > 0 && selects(selector, labels);
  });
}

/** The Services of a namespace and those whose namespace nobody names; of '' all. */
export function servicesIn(mesh: Mesh, namespace: string): readonly Resource[] {
  return mesh.inNamespace(mesh.ask(groupServices), namespace);
}

function groupServices(mesh: Mesh): Map<string, Resource[]> {
  return groupBy(mesh.ofKind('Service', ''), (service) => mesh.namespaceOf(service));
}

function groupByNamespace(mesh: Mesh): Map<string, Workload[]> {
  return groupBy(mesh.workloads(), ({ namespace }) => namespace);
}
