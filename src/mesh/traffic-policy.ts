import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';

/**
 * Every traffic policy that a DestinationRule holds: its own, those of its subsets, and those of ports in each.
 * Source: DestinationRule, TrafficPolicy.PortTrafficPolicy.
 */
export function trafficPoliciesOf(destinationRule: Resource): Field[] {
  const { spec } = destinationRule;
  const owners = [spec, ...spec.child('subsets').items()];
  return owners
    .map((owner) => owner.child('trafficPolicy'))
    .filter((policy) => policy.isMap)
    .flatMap((policy) => [policy, ...policy.child('portLevelSettings').items()]);
}

/** Is it the DestinationRule's own policy, none of a subset or port? Of the others Istio's admission loses its warnings. */
export function isOwnPolicy(policy: Field): boolean {
  return policy.path.join('.').endsWith('spec.trafficPolicy');
}
