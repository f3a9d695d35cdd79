import type { InstalledComponent } from '../../schemas/install/profiles.ts';
import type { Field } from '../../yaml/field.ts';
import type { Mesh } from '../mesh.ts';
import { installsOf } from './find.ts';

/** Is a component installed: `off` is the switch that keeps it out. */
export type Presence = 'present' | 'absent' | { off: Field };

/**
 * Is a component brought by the profile of the IstioOperator, by a switch, or by anything else in the set: another
 * chart, a plain manifest. A switch whose value isn't known counts as on.
 */
export function findComponent(
  mesh: Mesh,
  component: InstalledComponent,
  profile: readonly InstalledComponent[],
): Presence {
  const gateway = component === 'ingressGateway' || component === 'egressGateway';
  const stated = installsOf(mesh)
    .flatMap(({ form, components }) => components.map((each) => ({ ...each, own: form === 'IstioOperator' })))
    .filter(({ name }) => name === component || (gateway && name === 'gateway'));
  const on = stated.some(({ enabled, own }) => (enabled.isSet || !own) && enabled.boolean !== false);
  const [label, value] = LABELS[component];
  if (on || mesh.workloads().some(({ labels }) => labels.child(label).string === value)) return 'present';
  const off = stated.find(({ enabled }) => enabled.boolean === false);
  if (off) return { off: off.enabled };
  return profile.includes(component) ? 'present' : 'absent';
}

/** How the pods of Istio's charts are labelled. */
const LABELS: Record<InstalledComponent, [label: string, value: string]> = {
  istiod: ['app', 'istiod'],
  ingressGateway: ['istio', 'ingressgateway'],
  egressGateway: ['istio', 'egressgateway'],
  ztunnel: ['app', 'ztunnel'],
  cni: ['k8s-app', 'istio-cni-node'],
};
