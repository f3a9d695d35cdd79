import { dirname } from 'node:path';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { DATAPLANE_MODE_LABEL, INJECTION_LABEL, REVISION_LABEL } from './injection.ts';
import type { Mesh } from './mesh.ts';
import { modeOf } from './peer-authentication.ts';
import { selects } from './selection.ts';
import { isDelegate, isMeshBound } from './settings/virtual-service-routes.ts';
import type { Workload } from './workloads.ts';

/** What shows that the workloads of a namespace are meant for the mesh. */
export interface MeshEvidence {
  resource: Resource;
  /** The place that shows it. */
  field: Field;
  /**
   * A policy or route of the namespace, a policy that knows callers by the identity that only the mesh gives them, or,
   * much weaker, a namespace written beside it that is in the mesh.
   */
  reason: 'policy' | 'route' | 'identity' | 'neighbour';
}

/** Kinds that do nothing for workloads outside of the mesh, the plainest sign first. */
const POLICIES = ['PeerAuthentication', 'AuthorizationPolicy', 'RequestAuthentication', 'Sidecar'];

/**
 * Finds what takes proxies beside these workloads of a namespace; undefined where nothing does. What acts at a gateway
 * says nothing of the workloads behind it, and a route for sidecars nothing where other namespaces may hold the callers.
 */
export function findMeshEvidence(
  mesh: Mesh,
  namespace: string,
  workloads: readonly Workload[],
): MeshEvidence | undefined {
  if (workloads.length === 0) return undefined;
  const resources = mesh.namespaces().get(namespace)?.resources ?? [];
  const policies = resources.filter((resource) => holdsForOneOf(resource, workloads));
  policies.sort((a, b) => POLICIES.indexOf(a.kind) - POLICIES.indexOf(b.kind));
  const [policy] = policies;
  if (policy) return { resource: policy, field: policy.metadata.child('name'), reason: 'policy' };
  const route = otherMembers(mesh, namespace).length > 0 ? undefined : resources.find(isForSidecars);
  if (route) return { resource: route, field: route.metadata.child('name'), reason: 'route' };
  return findIdentity(mesh, namespace) ?? findNeighbour(mesh, namespace);
}

function holdsForOneOf(policy: Resource, workloads: readonly Workload[]): boolean {
  const { group, kind, spec } = policy;
  if (!POLICIES.includes(kind) || group !== (kind === 'Sidecar' ? 'networking.istio.io' : 'security.istio.io')) {
    return false;
  }
  if (spec.has('targetRefs') || spec.has('targetRef')) return false;
  if (kind === 'PeerAuthentication' && modeOf(policy) === 'DISABLE') return false;
  const selector = kind === 'Sidecar' ? spec.get('workloadSelector', 'labels') : spec.get('selector', 'matchLabels');
  return !selector.isSet || workloads.some(({ labels }) => selects(selector, labels));
}

/** Does a VirtualService steer what sidecars send, and not only what comes in by a gateway, or by whoever delegates to it? */
function isForSidecars(resource: Resource): boolean {
  const isRoute = resource.group === 'networking.istio.io' && resource.kind === 'VirtualService';
  return isRoute && isMeshBound(resource) === true && !isDelegate(resource);
}

/** Manifests of other Namespaces that are in the mesh. */
function otherMembers(mesh: Mesh, namespace: string): Resource[] {
  return mesh.ofKind('Namespace', '').filter(({ name, labels }) => name !== namespace && memberLabel(labels));
}

/** The label that brings a Namespace into the mesh, as Istio's webhooks read them (injection.ts); an empty one does not. */
export function memberLabel(labels: Field): Field | undefined {
  const injection = labels.child(INJECTION_LABEL);
  const mode = labels.child(DATAPLANE_MODE_LABEL);
  if (injection.string === 'enabled') return injection;
  if (mode.string === 'ambient') return mode;
  const revision = labels.child(REVISION_LABEL);
  return revision.isSet && revision.value !== '' && !injection.exists ? revision : undefined;
}

/** An AuthorizationPolicy of another namespace that lets workloads of this one in by their namespace or service account. */
function findIdentity(mesh: Mesh, namespace: string): MeshEvidence | undefined {
  for (const resource of mesh.ofKind('AuthorizationPolicy', 'security.istio.io')) {
    const action = resource.spec.child('action');
    if (mesh.namespaceOf(resource) === namespace || (action.isSet && action.string !== 'ALLOW')) continue;
    const field = sourcesOf(resource).find((source) => names(source, namespace));
    if (field) return { resource, field, reason: 'identity' };
  }
  return undefined;
}

/** The namespaces and principals that a policy names as callers. */
function sourcesOf({ spec }: Resource): Field[] {
  return spec
    .child('rules')
    .items()
    .flatMap((rule) => rule.child('from').items())
    .map((from) => from.child('source'))
    .flatMap((source) => [...source.child('namespaces').items(), ...source.child('principals').items()]);
}

function names(source: Field, namespace: string): boolean {
  if (source.parent?.name === 'namespaces') return source.string === namespace;
  return source.string?.includes(`/ns/${namespace}/sa/`) === true;
}

/** Another Namespace of the same file, folder or kustomization that is in the mesh. */
function findNeighbour(mesh: Mesh, namespace: string): MeshEvidence | undefined {
  const manifests = mesh.namespaces().get(namespace)?.manifests ?? [];
  for (const resource of otherMembers(mesh, namespace)) {
    const worlds = new Set(mesh.worldsOf(resource));
    const folder = dirname(resource.file.path);
    const field = memberLabel(resource.labels);
    const isBeside = (own: Resource) =>
      dirname(own.file.path) === folder || mesh.worldsOf(own).some((world) => worlds.has(world));
    if (field && manifests.some(isBeside)) return { resource, field, reason: 'neighbour' };
  }
  return undefined;
}
