import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';

/** Labels that bring a namespace into the mesh, or keep it out. Source: Istio's label reference, "Installing the Sidecar". */
export const INJECTION_LABEL = 'istio-injection';
export const REVISION_LABEL = 'istio.io/rev';
export const DATAPLANE_MODE_LABEL = 'istio.io/dataplane-mode';
/** Label, and formerly annotation, of a pod. */
export const INJECT_LABEL = 'sidecar.istio.io/inject';
export const WAYPOINT_LABEL = 'istio.io/use-waypoint';

const DECISIONS = [INJECTION_LABEL, REVISION_LABEL, DATAPLANE_MODE_LABEL];

/** Does the manifest of a Namespace say, either way, whether it belongs to the mesh? */
export function saysMembership(namespace: Resource): boolean {
  return (
    namespace.labels.isUnknown ||
    namespace.labels.hasUnknown ||
    DECISIONS.some((label) => namespace.labels.child(label).exists)
  );
}

/** Are the pods of the namespace brought into the mesh, by sidecars or by ambient mode, as far as the labels say? */
export function isEnrolled({ labels }: Resource): boolean {
  if (labels.child(DATAPLANE_MODE_LABEL).string === 'ambient') return true;
  const injection = labels.child(INJECTION_LABEL).string;
  if (injection !== undefined) return injection === 'enabled';
  return labels.child(REVISION_LABEL).isSet;
}

/** Is a workload kept out of injection by its own label, its annotation, or the host's network? */
export function optsOut(labels: Field, annotations: Field, spec: Field): boolean {
  const own = labels.child(INJECT_LABEL);
  const decision = own.exists ? own : annotations.child(INJECT_LABEL);
  return String(decision.value) === 'false' || spec.child('hostNetwork').boolean === true;
}
