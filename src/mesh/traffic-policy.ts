import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';

/**
 * Every traffic policy that a DestinationRule holds: its own, those of its subsets, and those of ports in each.
 * Source: DestinationRule, TrafficPolicy.PortTrafficPolicy.
 */
export function trafficPoliciesOf(destinationRule: Resource): readonly Field[] {
  return destinationRule.ask(findPolicies);
}

function findPolicies({ spec }: Resource): Field[] {
  const policies = policiesOf(spec);
  for (const subset of spec.child('subsets').items()) policies.push(...policiesOf(subset));
  return policies;
}

function policiesOf(owner: Field): Field[] {
  const policy = owner.child('trafficPolicy');
  return policy.isMap ? [policy, ...policy.child('portLevelSettings').items()] : [];
}

/** Is it the DestinationRule's own policy, none of a subset or port? Of the others Istio's admission loses its warnings. */
export function isOwnPolicy(policy: Field): boolean {
  return policy.name === 'trafficPolicy' && policy.parent?.name === 'spec';
}
