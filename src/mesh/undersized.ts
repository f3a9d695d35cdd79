import { parseQuantity } from '../values/quantity.ts';
import { isBelow, type Minimum, RESOURCE_NAMES, type ResourceName } from '../values/resources.ts';
import { type Edit, rewriteString } from '../yaml/edit.ts';
import type { Field } from '../yaml/field.ts';

/** A quantity that was written and is too small. */
export interface Undersized {
  field: Field;
  resource: ResourceName;
  found: string;
  least: string;
}

/** The requests of a Kubernetes `resources` block that are below a minimum. What was not written is not judged. */
export function undersizedRequests(resources: Field, minimum: Minimum): Undersized[] {
  return RESOURCE_NAMES.flatMap((resource) => {
    const field = resources.get('requests', resource);
    const { scalar } = field;
    const least = minimum[resource];
    return isBelow(scalar, least) ? [{ field, resource, found: String(scalar), least }] : [];
  });
}

/** Writes at least the minimum. Nothing where the value is no plain scalar, and where its limit is lower. */
export function raiseTo(least: string, field: Field, limit: Field = limitOf(field)): { fix?: Edit } {
  const isFree = !limit.isSet || (!limit.isUnknown && isAtLeast(limit.scalar, least));
  const fix = isFree ? rewriteString(field, least) : undefined;
  return fix ? { fix } : {};
}

/** Of a request in a Kubernetes `resources` block. */
function limitOf(request: Field): Field {
  const resources = request.parent?.parent ?? request;
  return resources.get('limits', request.name);
}

function isAtLeast(value: unknown, least: string): boolean {
  return parseQuantity(value) !== undefined && !isBelow(value, least);
}
