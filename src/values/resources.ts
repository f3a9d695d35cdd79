import { parseQuantity } from './quantity.ts';

/** What a component needs at least, as Kubernetes quantities. */
export interface Minimum {
  cpu: string;
  memory: string;
}

export type ResourceName = keyof Minimum;

export const RESOURCE_NAMES: readonly ResourceName[] = ['cpu', 'memory'];

/** Is a quantity below another one? False where either of them is none. */
export function isBelow(value: unknown, least: unknown): boolean {
  const [one, other] = [parseQuantity(value), parseQuantity(least)];
  return one !== undefined && other !== undefined && one < other;
}
