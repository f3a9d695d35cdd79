import { isHostWithin } from '../values/dns.ts';
import type { Resource } from '../yaml/resource.ts';
import { ruleHost, rulesForHost } from './destination-rules.ts';
import { qualified, serviceOf } from './host-lookup.ts';
import { doMeet } from './meeting.ts';
import { membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { isSameObject } from './rivals.ts';
import { workloadsIn } from './selected-workloads.ts';
import { exportedTo } from './visibility.ts';

/** The host of a Service as clients look it up. */
export function hostOfService(mesh: Mesh, service: Resource): string {
  return qualified(service.name, mesh.namespaceOf(service));
}

/**
 * The Services that a DestinationRule is for and whose clients are sure to follow it: some that have a proxy find it before
 * any other one. Source: istio/istio pilot/pkg/model, PushContext.destinationRule.
 */
export function servicesFollowing(mesh: Mesh, rule: Resource): Resource[] {
  const pattern = ruleHost(mesh, rule);
  if (pattern === undefined || rule.isPatch || rule.spec.has('workloadSelector')) return [];
  if (isPatched(mesh, rule, 'trafficPolicy') || isPatched(mesh, rule, 'subsets')) return [];
  const { service: name, home } = serviceOf(pattern, mesh.namespaceOf(rule));
  const services = pattern.startsWith('*')
    ? mesh.ofKind('Service', '').filter((service) => isHostWithin(hostOfService(mesh, service), pattern))
    : mesh
        .hosts()
        .services(name ?? '')
        .filter((service) => service.name === name && mesh.namespaceOf(service) === home);
  return services.filter((service) => isPlain(mesh, service) && isFollowed(mesh, rule, pattern, service));
}

/** Is it a Service of pods, whose name and ports are what the manifest says? */
export function isPlain(mesh: Mesh, service: Resource): boolean {
  const { spec, file } = service;
  return (
    spec.textOf('type') !== 'ExternalName' &&
    mesh.kustomizations.affixesOf(file.path) === '' &&
    !['selector', 'ports', 'type'].some((member) => isPatched(mesh, service, member)) &&
    mesh.hosts().entries(hostOfService(mesh, service)).length === 0
  );
}

function isFollowed(mesh: Mesh, rule: Resource, pattern: string, service: Resource): boolean {
  const [home, own] = [mesh.namespaceOf(rule), mesh.namespaceOf(service)];
  const scopes = exportedTo(mesh, rule);
  const rivals = rulesForHost(mesh, hostOfService(mesh, service)).filter((other) => !isSameObject(mesh, other, rule));
  if (!scopes || rivals.some((other) => mesh.mayBeIn(other, home) && !isWeaker(mesh, other, pattern))) return false;
  const isForAll = scopes.includes('*');
  if (home === own) return (isForAll || scopes.includes(home)) && (home !== '' || doMeet(mesh, rule, service));
  if (home === '' || own === '') return false;
  if (home === mesh.rootNamespace) return isForAll && !rivals.some((other) => mesh.mayBeIn(other, own));
  const clients = workloadsIn(mesh, home).filter(({ namespace }) => namespace === home);
  return (isForAll || scopes.includes(home)) && clients.some((client) => membershipIn(mesh, client) === 'sidecar');
}

/** Does another rule of the namespace leave the traffic policy to this one: as a wider one, or as one that has none? */
function isWeaker(mesh: Mesh, other: Resource, pattern: string): boolean {
  const host = ruleHost(mesh, other);
  if (other.spec.has('workloadSelector') || host === undefined) return false;
  if (host === pattern) return !other.spec.has('trafficPolicy');
  return host.startsWith('*') && isHostWithin(pattern, host);
}
