import { KnownNames } from '../text/suggest.ts';
import { isHostWithin } from '../values/dns.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { servicesIn } from './selected-workloads.ts';
import { entryHosts } from './service-entry.ts';
import { isVisibleFrom } from './visibility.ts';

/** A name as Istio looks hosts up: `reviews` in the namespace shop is `reviews.shop.svc.cluster.local`. */
export function qualified(host: string, namespace: string): string {
  const name = host.toLowerCase();
  return name.includes('.') || name.startsWith('*') || !namespace ? name : `${name}.${namespace}.${DOMAIN}`;
}

const DOMAIN = 'svc.cluster.local';

/**
 * The Services and ServiceEntries that a host means to a resource of a namespace ('': any), and that it may see. A host with
 * a dot is a whole name to Istio. Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export function targetsOfHost(mesh: Mesh, host: string, namespace: string): readonly Resource[] {
  const name = host.toLowerCase();
  const byHost = mesh.askAbout(targetsByHost, namespace);
  const known = byHost.get(name);
  if (known) return known;
  const targets = namesakesOf(mesh, name, namespace);
  for (const { pattern, entry } of mesh.hosts().wildcards) if (isHostWithin(name, pattern)) targets.push(entry);
  const visible = targets.filter((target) => isVisibleFrom(mesh, target, namespace));
  byHost.set(name, visible);
  return visible;
}

const targetsByHost = () => new Map<string, readonly Resource[]>();

/** Those of this very name, whether or not they are exported to the namespace. */
export function namesakesOf(mesh: Mesh, host: string, namespace: string): Resource[] {
  return namedAs(mesh, host.toLowerCase(), namespace);
}

/** Those of a name whose letters are written as a Service's name has them; hosts of ServiceEntries are told in any case. */
export function namedAs(mesh: Mesh, name: string, namespace: string): Resource[] {
  const index = mesh.hosts();
  const { service, home } = serviceOf(name, namespace);
  const found: Resource[] = [];
  if (service !== undefined) for (const each of index.services(service)) if (mesh.mayBeIn(each, home)) found.push(each);
  for (const entry of index.entries(name)) found.push(entry);
  return found;
}

/** Of `reviews.shop`, the Services reviews in the namespace shop, which Istio does not look for under this name. */
export function servicesOfPartialName(mesh: Mesh, host: string): Resource[] {
  const [service = '', home = '', ...rest] = host.toLowerCase().split('.');
  return rest.length > 0 || !home
    ? []
    : mesh
        .hosts()
        .services(service)
        .filter((each) => mesh.namespaceOf(each) === home);
}

/** The hosts that a resource of a namespace could name: short names of its own Services, whole names, hosts of entries. */
export function hostsKnownIn(mesh: Mesh, namespace: string, isShort: boolean): KnownNames {
  if (!isShort) return mesh.ask(wholeNames);
  const byNamespace = mesh.ask(shortNames);
  const known = byNamespace.get(namespace) ?? new KnownNames(servicesIn(mesh, namespace).map(({ name }) => name));
  byNamespace.set(namespace, known);
  return known;
}

const shortNames = () => new Map<string, KnownNames>();

function wholeNames(mesh: Mesh): KnownNames {
  const services = mesh.ofKind('Service', '').flatMap((each) => {
    const home = mesh.namespaceOf(each);
    return home ? [qualified(each.name, home)] : [];
  });
  const entries = mesh.ofKind('ServiceEntry', 'networking.istio.io');
  return new KnownNames([...services, ...entries.flatMap((entry) => entryHosts(entry).known)]);
}

/** The Service that a name may be of; `home` '' is any namespace. */
export function serviceOf(name: string, namespace: string): { service: string | undefined; home: string } {
  if (!name.includes('.')) return { service: name, home: namespace };
  const found = name.includes('.svc') ? /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(name) : null;
  return { service: found?.[1], home: found?.[2] ?? '' };
}

/** Is it a Service that Kubernetes or Istio brings, whose manifest nobody keeps? */
export function isBuiltIn(mesh: Mesh, host: string, namespace: string): boolean {
  const { service = '', home } = serviceOf(host.toLowerCase(), namespace);
  if (home === mesh.rootNamespace) return /^(?:istiod|istio-(?:ingress|egress|eastwest)gateway)/.test(service);
  return (home === 'default' && service === 'kubernetes') || (home === 'kube-system' && service === 'kube-dns');
}
