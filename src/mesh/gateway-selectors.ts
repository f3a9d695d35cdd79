import type { Resource } from '../yaml/resource.ts';
import { workloadsOfGateway } from './gateway-workloads.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf } from './selected-workloads.ts';

/** A Gateway's selector as text, the same for the same labels. Undefined where it is not known. */
export function selectorText(gateway: Resource): string | undefined {
  const selector = selectorOf(gateway);
  if (selector.hasUnknown || (selector.isSet && !selector.isMap)) return undefined;
  return textOf(selector.entries().map(({ name, value }) => `${name}=${value}`));
}

/**
 * By the selector of each Istio Gateway, all selectors that choose some of the same pods: those that choose a workload
 * together with it, and, where no workload is known to the wider one, those that have all of its labels or that lack some.
 */
export function meetingSelectors(mesh: Mesh): Map<string, Set<string>> {
  const gateways = mesh.ofKind('Gateway', 'networking.istio.io');
  const byText = new Map(gateways.map((gateway) => [selectorText(gateway), gateway]));
  const meeting = new Map<string, Set<string>>();
  const choosers = new Map<object, string[]>();
  for (const [text, gateway] of byText) {
    if (text === undefined) continue;
    meeting.set(text, new Set([text]));
    for (const workload of workloadsOfGateway(mesh, gateway))
      choosers.set(workload, [...(choosers.get(workload) ?? []), text]);
  }
  const meet = (one: string, other: string) => {
    meeting.get(one)?.add(other);
    meeting.get(other)?.add(one);
  };
  for (const texts of choosers.values()) for (const one of texts) for (const other of texts) meet(one, other);
  for (const text of meeting.keys())
    for (const wider of widerThan(text)) {
      const gateway = byText.get(wider);
      if (gateway && workloadsOfGateway(mesh, gateway).length === 0) meet(text, wider);
    }
  return meeting;
}

/** Selectors with some of the labels; of one with very many labels none, for they would be too many. */
function widerThan(text: string): string[] {
  const pairs = text.split(',').filter(Boolean);
  if (pairs.length > 8) return [];
  let subsets: string[][] = [[]];
  for (const pair of pairs) subsets = subsets.flatMap((subset) => [subset, [...subset, pair]]);
  return subsets.filter((subset) => subset.length < pairs.length).map(textOf);
}

function textOf(pairs: string[]): string {
  return [...pairs].sort().join();
}
