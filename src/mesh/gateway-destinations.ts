import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { targetsOfHost } from './host-lookup.ts';
import type { Mesh } from './mesh.ts';
import { servicesNamed } from './policy-targets.ts';
import { destinationsOf } from './settings/virtual-service-routes.ts';
import { boundGateways, virtualServices } from './virtual-services.ts';

/** Does a gateway send requests to a Service or ServiceEntry, by a route of either API or an Ingress? */
export function isBehindGateway(mesh: Mesh, target: Resource): boolean {
  return mesh.ask(findDestinations).has(target);
}

function findDestinations(mesh: Mesh): ReadonlySet<Resource> {
  return new Set([...ofVirtualServices(mesh), ...ofRoutes(mesh), ...ofIngresses(mesh)]);
}

function ofVirtualServices(mesh: Mesh): Resource[] {
  return virtualServices(mesh)
    .filter((service) => boundGateways(mesh, service).length > 0)
    .flatMap((service) => {
      const namespace = mesh.namespaceOf(service);
      const hosts = destinationsOf(service).map((destination) => destination.textOf('host'));
      return hosts.flatMap((host) => (host ? targetsOfHost(mesh, host, namespace) : []));
    });
}

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'];

function ofRoutes(mesh: Mesh): Resource[] {
  return ROUTES.flatMap((kind) => mesh.ofKind(kind, 'gateway.networking.k8s.io'))
    .filter(({ spec }) => spec.child('parentRefs').items().some(isGateway))
    .flatMap((route) => {
      const rules = route.spec.child('rules').items();
      const backends = rules.flatMap((rule) => [...rule.child('backendRefs').items()]);
      return backends.flatMap((backend) => backendOf(mesh, backend, mesh.namespaceOf(route)));
    });
}

function isGateway(parent: Field): boolean {
  return !['Service', 'ServiceEntry'].includes(parent.textOf('kind') ?? '');
}

function backendOf(mesh: Mesh, backend: Field, home: string): Resource[] {
  const [name, namespace] = [backend.textOf('name'), backend.child('namespace')];
  return name ? servicesNamed(mesh, '', 'Service', name, namespace.isSet ? (namespace.string ?? '') : home) : [];
}

function ofIngresses(mesh: Mesh): Resource[] {
  return mesh.ofKind('Ingress', 'networking.k8s.io').flatMap((ingress) => {
    const paths = ingress.spec
      .child('rules')
      .items()
      .flatMap((rule) => [...rule.get('http', 'paths').items()]);
    const backends = [ingress.spec.child('defaultBackend'), ...paths.map((path) => path.child('backend'))];
    return backends.flatMap((backend) => backendOf(mesh, backend.child('service'), mesh.namespaceOf(ingress)));
  });
}
