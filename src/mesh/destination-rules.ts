import { isHostWithin } from '../values/dns.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { qualified } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';

/** The DestinationRules of the set. */
export function destinationRules(mesh: Mesh): readonly Resource[] {
  return mesh.ofKind('DestinationRule', 'networking.istio.io');
}

/** The host of a DestinationRule as Istio looks it up; undefined where it is not known. */
export function ruleHost(mesh: Mesh, rule: Resource): string | undefined {
  const host = rule.spec.textOf('host');
  return host ? qualified(host, mesh.namespaceOf(rule)) : undefined;
}

/**
 * The DestinationRules for a host, wildcards included, whether or not Istio would look for them from where traffic comes.
 * `host` is qualified; a short name, in the file or here, is of any namespace.
 */
export function rulesForHost(mesh: Mesh, host: string): readonly Resource[] {
  return mesh.askAbout(findRules, host);
}

function findRules(mesh: Mesh, host: string): readonly Resource[] {
  const { exact, wildcards } = mesh.ask(indexRules);
  const service = shortNameOf(host);
  const own = exact.get(host) ?? [];
  const others = exact.get(host.includes('.') ? service : `${service}.`) ?? [];
  if (others.length + wildcards.length === 0) return own;
  const found = [...own];
  for (const rule of others) if (!own.includes(rule)) found.push(rule);
  for (const { pattern, rule } of wildcards) if (isHostWithin(host, pattern)) found.push(rule);
  return found;
}

/** The names of a DestinationRule's subsets, each with its field; undefined where one waits for a placeholder. */
export function subsetsOf(rule: Resource): readonly NamedSubset[] | undefined {
  return rule.ask(readSubsets) ?? undefined;
}

interface NamedSubset {
  name: string;
  subset: Field;
}

function readSubsets({ spec }: Resource): NamedSubset[] | null {
  const list = spec.child('subsets');
  if (list.isUnknown) return null;
  const found: NamedSubset[] = [];
  for (const subset of list.items()) {
    const name = subset.child('name');
    if (subset.isUnknown || name.isUnknown) return null;
    if (name.string !== undefined) found.push({ name: name.string, subset });
  }
  return found;
}

interface RuleIndex {
  /** By qualified host; of hosts in the cluster also by `name.`, and by their short name where no namespace is known. */
  exact: Map<string, Resource[]>;
  wildcards: { pattern: string; rule: Resource }[];
}

function indexRules(mesh: Mesh): RuleIndex {
  const index: RuleIndex = { exact: new Map(), wildcards: [] };
  const add = (key: string, rule: Resource) => {
    const known = index.exact.get(key);
    if (known) known.push(rule);
    else index.exact.set(key, [rule]);
  };
  for (const rule of destinationRules(mesh)) {
    const host = ruleHost(mesh, rule);
    if (host === undefined) continue;
    if (host.startsWith('*')) index.wildcards.push({ pattern: host, rule });
    else {
      add(host, rule);
      add(`${shortNameOf(host)}.`, rule);
    }
  }
  return index;
}

/** `reviews` of `reviews.shop.svc.cluster.local`; other hosts are themselves. */
function shortNameOf(host: string): string {
  const dot = host.indexOf('.');
  const end = host.indexOf('.', dot + 1);
  const isInCluster = host.startsWith('.svc', end) && (host.length === end + 4 || host[end + 4] === '.');
  return dot > 0 && end > dot + 1 && isInCluster ? host.slice(0, dot) : host;
}
