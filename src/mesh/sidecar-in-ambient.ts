import type { Field } from '../yaml/field.ts';
import {
  DATAPLANE_MODE_LABEL,
  INJECT_LABEL,
  INJECTION_LABEL,
  isInjected,
  REDIRECTION,
  REVISION_LABEL,
} from './injection.ts';
import { isLabelledByKustomize, isProxyOnly } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { isSystemNamespace } from './namespaces.ts';
import { containersOf, type Workload } from './workloads.ts';

/** What brings a sidecar to pods, and what asks for ambient mode for the same pods. */
export interface SidecarInAmbient {
  /** A container istio-proxy of their own, or the label that has one injected. */
  sidecar: Field;
  /** The label istio.io/dataplane-mode, of the pods or of their Namespace. */
  mode: Field;
  /**
   * both: nothing keeps Istio's CNI plugin from taking the pods, proxy or not, for it looks at an annotation of the injector.
   * sidecar: they are injected, and left out of ambient mode.
   */
  outcome: 'both' | 'sidecar';
}

/** Written by the injector on what it has injected, and by `istioctl kube-inject`. */
const STATUS = 'sidecar.istio.io/status';

/**
 * Finds pods that have or get a sidecar and are asked into ambient mode as well. Gateways are none of them, and what a
 * Namespace says for both is its own to answer for. Undefined where that is not known. Source: CompiledEnablementSelectors
 * in cni/pkg/util of istio/istio.
 */
export function sidecarInAmbient(mesh: Mesh, workload: Workload): SidecarInAmbient | undefined {
  const { labels, annotations, namespace, spec } = workload;
  if (isProxyOnly(workload) || spec.child('hostNetwork').value === true || isSystemNamespace(namespace))
    return undefined;
  const own = labels.child(DATAPLANE_MODE_LABEL);
  const isNamespaceKnown = !isLabelledByKustomize(mesh, namespace);
  const manifests = isNamespaceKnown ? (mesh.namespaces().get(namespace)?.manifests ?? []) : [];
  const isInherited =
    !own.exists &&
    manifests.length > 0 &&
    manifests.every((manifest) => manifest.labels.child(DATAPLANE_MODE_LABEL).string === 'ambient');
  const mode =
    own.string === 'ambient' ? own : isInherited ? manifests[0]?.labels.child(DATAPLANE_MODE_LABEL) : undefined;
  if (!mode || annotations.child(REDIRECTION).exists) return undefined;
  const proxy = containersOf(workload).find((container) => container.textOf('name') === 'istio-proxy');
  const candidates = manifests.length > 0 ? manifests : [undefined];
  const injected = candidates.map((manifest) => isInjected(workload, manifest, false));
  if (proxy) {
    const isMarked = annotations.child(STATUS).exists || injected.includes(true);
    return { sidecar: proxy.child('name'), mode, outcome: isMarked ? 'sidecar' : 'both' };
  }
  if (!injected.every((answer) => answer)) return undefined;
  const ofNamespace = manifests[0]?.labels;
  const sidecar = causeOf(workload, ofNamespace);
  const isOfNamespaceAlone = mode.parent === ofNamespace && sidecar?.parent === ofNamespace;
  return sidecar && !isOfNamespaceAlone ? { sidecar, mode, outcome: 'sidecar' } : undefined;
}

/** The label that has pods injected, where they are. The Namespace's come first. */
function causeOf({ labels }: Workload, ofNamespace: Field | undefined): Field | undefined {
  const places = [
    ofNamespace?.child(INJECTION_LABEL),
    ofNamespace?.child(REVISION_LABEL),
    labels.child(REVISION_LABEL),
    labels.child(INJECT_LABEL),
  ];
  return places.find((label) => label?.exists);
}
