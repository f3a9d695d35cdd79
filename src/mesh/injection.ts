import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import type { Resource } from '../yaml/resource.ts';
import { isSystemNamespace } from './namespaces.ts';
import { hasOpenKeys } from './selection.ts';
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

/** How pods take part in the mesh: by a sidecar, by ztunnel, not at all, or nobody can tell from what was read. */
export type Membership = 'sidecar' | 'ambient' | 'none' | 'unknown';

/** Do the labels of a Namespace say, either way, whether it belongs to the mesh? True too where they may once filled in. */
export function saysMembership({ labels }: Resource): boolean {
  return hasOpenKeys(labels) || MEMBERSHIP_LABELS.some((label) => labels.child(label).exists);
}

/** What the pods of a workload say for themselves, by labels or a proxy of their own; undefined where they leave it open. */
export function ownChoice(workload: Workload): Membership | undefined {
  if (hasProxy(workload)) return 'sidecar';
  const { isOpen, inject, mode, revision } = readLabels(workload.labels);
  if (isOpen) return 'unknown';
  const decision = inject ?? textOf(workload.annotations.child(INJECT_LABEL));
  if (decision === 'true' || (revision && decision !== 'false')) return 'sidecar';
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
  const labels = readLabels(workload.labels);
  const around = namespace?.ask(readOwnLabels);
  if (labels.isOpen || around?.isOpen) return 'unknown';
  const injected = areTaken(labels, workload, around, byDefault);
  if (injected) return 'sidecar';
  const own = labels.mode;
  if (own === 'ambient') return 'ambient';
  if (injected === undefined || !around) return own === 'none' && injected === false ? 'none' : 'unknown';
  return own !== 'none' && around.mode === 'ambient' ? 'ambient' : 'none';
}

/** Do the webhooks of Istio's chart take the pods? Undefined where only the unknown Namespace could tell. */
export function isInjected(
  workload: Workload,
  namespace: Resource | undefined,
  byDefault: boolean,
): boolean | undefined {
  return areTaken(readLabels(workload.labels), workload, namespace?.ask(readOwnLabels), byDefault);
}

function areTaken(
  { inject, revision }: DecidingLabels,
  { annotations }: Workload,
  namespace: DecidingLabels | undefined,
  byDefault: boolean,
): boolean | undefined {
  const decision = inject ?? textOf(annotations.child(INJECT_LABEL));
  if (decision === 'false') return false;
  const asked = Boolean(revision) || (revision === undefined && inject === 'true');
  if (!namespace) return asked || undefined;
  if (namespace.injection !== undefined) return namespace.injection === 'enabled';
  if (namespace.revision !== undefined) return namespace.revision !== '';
  return asked || (byDefault && revision === undefined && inject === undefined);
}

/** The labels that decide, as texts: '' for null, undefined where one was not written. */
interface DecidingLabels {
  inject?: string | undefined;
  injection?: string | undefined;
  revision?: string | undefined;
  mode?: string | undefined;
  /** See isOpen. */
  isOpen: boolean;
}

const DECIDING: ReadonlyMap<string, Exclude<keyof DecidingLabels, 'isOpen'>> = new Map([
  [INJECT_LABEL, 'inject'],
  [INJECTION_LABEL, 'injection'],
  [REVISION_LABEL, 'revision'],
  [DATAPLANE_MODE_LABEL, 'mode'],
]);

const readOwnLabels = ({ labels }: Resource) => readLabels(labels);

/** Goes over labels once, for most have none of these. */
function readLabels(labels: Field): DecidingLabels {
  const read: DecidingLabels = { isOpen: labels.isUnknown };
  for (const name of labels.keys()) {
    const member = DECIDING.get(name);
    if (member === undefined) read.isOpen ||= hasPlaceholder(name);
    else {
      const label = labels.child(name);
      read[member] = textOf(label);
      read.isOpen ||= label.isUnknown;
    }
  }
  return read;
}

function hasProxy(workload: Workload): boolean {
  return containersOf(workload).some((container) => container.textOf('name') === 'istio-proxy');
}

/** A label's text; '' for null, undefined where it was not written. */
function textOf(label: Field): string | undefined {
  return label.exists ? String(label.value ?? '') : undefined;
}

/** Does one of the labels that decide, or the name of any label, wait for a placeholder? */
export function isOpen(labels: Field): boolean {
  return readLabels(labels).isOpen;
}
