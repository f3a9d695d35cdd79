import { matchesLabels } from '../values/selector.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import type { Mesh } from './mesh.ts';
import { absenceOf, type Inquirer } from './references.ts';
import {
  choosesAll,
  holdsWorkloads,
  reachesAll,
  selectedWorkloads,
  selectorOf,
  workloadsInReach,
} from './selected-workloads.ts';
import { maySelect } from './selection.ts';
import type { Workload } from './workloads.ts';

/** A selector that chooses nobody. */
export interface AbsentWorkload {
  /** The pair that no workload has, or the first one. */
  pair: Field;
  /** The selector as people write it. */
  text: string;
  /** The value that was likely meant. */
  near: string | undefined;
  isSure: boolean;
}

/**
 * Does the selector of a resource choose no workload in its reach, of those that count? Undefined where it does, or may.
 */
export function absentWorkload(
  inquirer: Inquirer,
  resource: Resource,
  counts: (workload: Workload) => boolean = () => true,
): AbsentWorkload | undefined {
  const { mesh } = inquirer;
  const selector = selectorOf(resource);
  if (choosesAll(selector) || selectedWorkloads(mesh, resource).some(counts)) return undefined;
  const pairs = selector.entries();
  if (selector.hasUnknown || pairs.some(({ string }) => string === undefined)) return undefined;
  const reach = workloadsInReach(mesh, resource).filter(counts);
  if (reach.some(({ labels }) => maySelect(selector, labels)) || isRegistered(mesh, resource, selector))
    return undefined;
  const textsOf = (key: string) => reach.flatMap(({ labels }) => labels.textOf(key) ?? []);
  const unmet = pairs.find(({ name, string }) => !textsOf(name).includes(string ?? '')) ?? pairs[0];
  if (!unmet) return undefined;
  const text = pairs.map(({ name, string }) => `${name}: ${string}`).join(', ');
  const namespace = mesh.namespaceOf(resource);
  const absence = absenceOf(
    inquirer,
    { kind: 'workload', namespace, name: unmet.string ?? '' },
    textsOf(unmet.name),
    () => holdsWorkloads(mesh, namespace),
  );
  return absence && { pair: unmet, text, ...absence };
}

/**
 * May the selector of a resource choose a machine outside of the cluster? They have labels too. Istio puts those of metadata
 * over those of a WorkloadEntry's spec, and over those of a WorkloadGroup's template.
 */
export function isRegistered(mesh: Mesh, resource: Resource, selector: Field): boolean {
  const machines = mesh.ask(findMachines);
  if (machines.size === 0) return false;
  const near = reachesAll(mesh, resource)
    ? [...machines.values()].flat()
    : mesh.inNamespace(machines, mesh.namespaceOf(resource));
  const wanted = valuesOf(selector);
  return near.some(({ isOpen, labels }) => isOpen || matchesLabels(wanted, labels));
}

interface Machine {
  home: string;
  labels: Record<string, unknown>;
  /** Are some of its labels not known? */
  isOpen: boolean;
}

/** By namespace. */
function findMachines(mesh: Mesh): Map<string, Machine[]> {
  const read = (resource: Resource, maps: Field[]): Machine => ({
    home: mesh.namespaceOf(resource),
    labels: Object.assign({}, ...maps.map(valuesOf)),
    isOpen: maps.some(({ hasUnknown }) => hasUnknown),
  });
  const entries = mesh
    .ofKind('WorkloadEntry', GROUP)
    .map((entry) => read(entry, [entry.spec.child('labels'), entry.labels]));
  const groups = mesh
    .ofKind('WorkloadGroup', GROUP)
    .map((group) => read(group, [group.spec.get('template', 'labels'), group.spec.get('metadata', 'labels')]));
  return groupBy([...entries, ...groups], ({ home }) => home);
}

const GROUP = 'networking.istio.io';

function valuesOf(map: Field): Record<string, unknown> {
  return Object.fromEntries(map.entries().map(({ name, value }) => [name, value]));
}
