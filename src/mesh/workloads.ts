import type { Field } from '../yaml/field.ts';
import { groupKindOf, type Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** A resource that makes pods, and the pods' template. */
export interface Workload {
  resource: Resource;
  /** '' where nobody says. */
  namespace: string;
  /** Metadata of the pods. */
  metadata: Field;
  labels: Field;
  annotations: Field;
  /** The pods' spec. */
  spec: Field;
  /** The member of the resource's own spec that holds the pods. */
  member: string;
  /** Init containers, native sidecars among them, and the others. */
  containers: readonly Field[];
}

/** Where each kind keeps its pod template, below its spec; an empty path is the resource itself. */
const TEMPLATES: Record<string, { group: string; path: string[] }> = {
  Pod: { group: '', path: [] },
  ReplicationController: { group: '', path: ['template'] },
  Deployment: { group: 'apps', path: ['template'] },
  ReplicaSet: { group: 'apps', path: ['template'] },
  StatefulSet: { group: 'apps', path: ['template'] },
  DaemonSet: { group: 'apps', path: ['template'] },
  Job: { group: 'batch', path: ['template'] },
  CronJob: { group: 'batch', path: ['jobTemplate', 'spec', 'template'] },
  Rollout: { group: 'argoproj.io', path: ['template'] },
  Service: { group: 'serving.knative.dev', path: ['template'] },
};

/** The kinds that make pods, for rules that are called by kind. */
export const WORKLOAD_KINDS: readonly string[] = Object.entries(TEMPLATES).map(([kind, { group }]) =>
  groupKindOf(kind, group),
);

const KINDS = new Set(Object.keys(TEMPLATES));

/** Does a kind of this name make pods, if it is of the right group? Most resources are told apart by this alone. */
export function isWorkloadKind(kind: string): boolean {
  return KINDS.has(kind);
}

/** The pods that a resource makes; undefined for kinds that make none. */
export function workloadOf(resource: Resource, mesh: Mesh): Workload | undefined {
  if (!isWorkloadKind(resource.kind)) return undefined;
  return mesh.askAbout(readWorkload, resource);
}

function readWorkload(mesh: Mesh, resource: Resource): Workload | undefined {
  const template = TEMPLATES[resource.kind];
  const legacy = resource.group === 'extensions' && template?.group === 'apps';
  if (!template || (template.group !== resource.group && !legacy)) return undefined;
  const [member, ...below] = template.path;
  const root = member === undefined ? resource.root : resource.spec.child(member).get(...below);
  const metadata = root.child('metadata');
  const spec = root.child('spec');
  const containers = spec.child('containers').items();
  return {
    resource,
    namespace: mesh.namespaceOf(resource),
    metadata,
    labels: metadata.child('labels'),
    annotations: metadata.child('annotations'),
    spec,
    member: member ?? 'containers',
    containers: spec.has('initContainers') ? [...spec.child('initContainers').items(), ...containers] : containers,
  };
}

/** Containers of a workload, init containers (native sidecars among them) included. */
export function containersOf(workload: Workload): readonly Field[] {
  return workload.containers;
}

export function findWorkloads(mesh: Mesh): Workload[] {
  const workloads: Workload[] = [];
  for (const resource of mesh.resources) {
    const workload = resource.isPatch ? undefined : workloadOf(resource, mesh);
    if (workload) workloads.push(workload);
  }
  return workloads;
}
