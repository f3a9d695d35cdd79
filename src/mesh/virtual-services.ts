import type { Resource } from '../yaml/resource.ts';
import { gatewaysNamed } from './gateways.ts';
import { qualified } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';

/** The VirtualServices of the set. */
export function virtualServices(mesh: Mesh): readonly Resource[] {
  return mesh.ofKind('VirtualService', 'networking.istio.io');
}

/** The hosts of a VirtualService as Istio looks them up; those that are not known are left out. */
export function hostsOfRoutes(mesh: Mesh, service: Resource): readonly string[] {
  return mesh.askAbout(readHosts, service);
}

function readHosts(mesh: Mesh, service: Resource): string[] {
  const namespace = mesh.namespaceOf(service);
  return service.spec
    .child('hosts')
    .texts()
    .flatMap((host) => (host ? qualified(host, namespace) : []));
}

/** Is there a VirtualService for a host? `host` is qualified. */
export function isInRoutes(mesh: Mesh, host: string): boolean {
  return mesh.ask(routedHosts).has(host);
}

function routedHosts(mesh: Mesh): Set<string> {
  return new Set(virtualServices(mesh).flatMap((service) => hostsOfRoutes(mesh, service)));
}

/** The hosts for which there are several VirtualServices. */
export function sharedHosts(mesh: Mesh): ReadonlySet<string> {
  return mesh.ask(findSharedHosts);
}

function findSharedHosts(mesh: Mesh): Set<string> {
  const [seen, shared] = [new Set<string>(), new Set<string>()];
  for (const service of virtualServices(mesh)) {
    const hosts = hostsOfRoutes(mesh, service);
    for (const host of hosts.length > 1 ? new Set(hosts) : hosts) (seen.has(host) ? shared : seen).add(host);
  }
  return shared;
}

/**
 * The gateways, none of them `mesh`, that a VirtualService is bound to, those of routes left out: `namespace/name`, where the
 * Gateway is as far as it is among the files. A name with dots is one of old, `name.namespace.svc.cluster.local`.
 */
export function boundGateways(mesh: Mesh, service: Resource): string[] {
  const namespace = mesh.namespaceOf(service);
  const names = service.spec.child('gateways').texts();
  return names
    .filter((name) => name !== '' && name !== 'mesh')
    .map((name) => {
      if (name.includes('/')) return name;
      const [own, home = namespace] = name.split('.');
      const named = gatewaysNamed(mesh, name, namespace);
      const gateway = named.find((each) => mesh.namespaceOf(each) === home) ?? named[0];
      return gateway ? `${mesh.namespaceOf(gateway)}/${gateway.name}` : `${home}/${own}`;
    });
}
