import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import type { Resource } from '../yaml/resource.ts';
import { isSystemNamespace } from './namespaces.ts';
import { containersOf, type Workload } from './workloads.ts';

/** Labels that bring a namespace into the mesh, or keep it out. Source: Istio's label reference, "Installing the Sidecar". */
export const INJECTION_LABEL = 'istio-injection';
export const REVISION_LABEL = 'istio.io/rev';
export const DATAPLANE_MODE_LABEL = 'istio.io/dataplane-mode';
/** Label, and formerly annotation, of a pod. */
export const INJECT_LABEL = 'sidecar.istio.io/inject';
export const WAYPOINT_LABEL = 'istio.io/use-waypoint';
/** Annotation that Istio's CNI plugin writes on the pods that it has taken into ambient mode. */
export const REDIRECTION = 'ambient.istio.io/redirection';

/** The labels of a Namespace that say whether its pods belong to the mesh. */
export const MEMBERSHIP_LABELS: readonly string[] = [INJECTION_LABEL, REVISION_LABEL, DATAPLANE_MODE_LABEL];

/** Those, and the label of pods. */
const DECIDING_LABELS: readonly string[] = [...MEMBERSHIP_LABELS, INJECT_LABEL];

/** How pods take part in the mesh: by a sidecar, by ztunnel, not at all, or nobody can tell from what was read. */
export type Membership = 'sidecar' | 'ambient' | 'none' | 'unknown';

/** Do the labels of a Namespace say, either way, whether it belongs to the mesh? True too where they may once filled in. */
export function saysMembership({ labels }: Resource): boolean {
  return hasOpenKeys(labels) || MEMBERSHIP_LABELS.some((label) => labels.child(label).exists);
}

/** What the pods of a workload say for themselves, by labels or a proxy of their own; undefined where they leave it open. */
export function ownChoice(workload: Workload): Membership | undefined {
  const { labels, annotations } = workload;
  if (hasProxy(workload)) return 'sidecar';
  if (isOpen(labels)) return 'unknown';
  const decision = textOf(labels.child(INJECT_LABEL)) ?? textOf(annotations.child(INJECT_LABEL));
  const mode = textOf(labels.child(DATAPLANE_MODE_LABEL));
  if (decision === 'true' || (textOf(labels.child(REVISION_LABEL)) && decision !== 'false')) return 'sidecar';
  if (mode === 'ambient') return 'ambient';
  return decision === 'false' || mode === 'none' ? 'none' : undefined;
}

/**
 * How the pods of a workload take part in the mesh, in Istio's order: a proxy that is there already, the host's network,
 * the sidecar by the selectors of the injection webhook, then ambient mode. `namespace` is the manifest of their
 * Namespace; without one only what the pods say themselves is known. `byDefault` is the chart's
 * `sidecarInjectorWebhook.enableNamespacesByDefault`. Revisions are taken to be installed.
 * Source: Istio's chart (mutatingwebhook.yaml), `injectRequired` of its injector, the enablement selectors of its CNI.
 */
export function membershipOf(workload: Workload, namespace: Resource | undefined, byDefault = false): Membership {
  if (hasProxy(workload)) return 'sidecar';
  if (workload.annotations.child(REDIRECTION).string === 'enabled') return 'ambient';
  if (workload.spec.child('hostNetwork').boolean === true || isSystemNamespace(workload.namespace)) return 'none';
  if (isOpen(workload.labels) || (namespace && isOpen(namespace.labels))) return 'unknown';
  const injected = isInjected(workload, namespace, byDefault);
  if (injected) return 'sidecar';
  const own = textOf(workload.labels.child(DATAPLANE_MODE_LABEL));
  if (own === 'ambient') return 'ambient';
  if (injected === undefined || !namespace) return own === 'none' && injected === false ? 'none' : 'unknown';
  return own !== 'none' && textOf(namespace.labels.child(DATAPLANE_MODE_LABEL)) === 'ambient' ? 'ambient' : 'none';
}

/** Do the webhooks of Istio's chart take the pods? Undefined where only the unknown Namespace could tell. */
export function isInjected(
  workload: Workload,
  namespace: Resource | undefined,
  byDefault: boolean,
): boolean | undefined {
  const label = textOf(workload.labels.child(INJECT_LABEL));
  const decision = label ?? textOf(workload.annotations.child(INJECT_LABEL));
  if (decision === 'false') return false;
  const revision = textOf(workload.labels.child(REVISION_LABEL));
  const asked = Boolean(revision) || (revision === undefined && label === 'true');
  if (!namespace) return asked || undefined;
  const injection = textOf(namespace.labels.child(INJECTION_LABEL));
  if (injection !== undefined) return injection === 'enabled';
  const namespaceRevision = textOf(namespace.labels.child(REVISION_LABEL));
  if (namespaceRevision !== undefined) return namespaceRevision !== '';
  return asked || (byDefault && revision === undefined && label === undefined);
}

function hasProxy(workload: Workload): boolean {
  return containersOf(workload).some((container) => container.child('name').string === 'istio-proxy');
}

/** A label's text; '' for null, undefined where it was not written. */
function textOf(label: Field): string | undefined {
  return label.exists ? String(label.value ?? '') : undefined;
}

/** Does one of the labels that decide, or the name of any label, wait for a placeholder? */
export function isOpen(labels: Field): boolean {
  return hasOpenKeys(labels) || DECIDING_LABELS.some((label) => labels.child(label).isUnknown);
}

function hasOpenKeys(labels: Field): boolean {
  return labels.isUnknown || labels.keys().some(hasPlaceholder);
}
