import { hostsMatch, isHostWithin } from '../values/dns.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** Gateways of both APIs. */
export function gatewaysOf(mesh: Mesh): Resource[] {
  return mesh.ofKind('Gateway').filter(({ group }) => GROUPS.has(group));
}

const GROUPS = new Set(['networking.istio.io', 'gateway.networking.k8s.io']);

/**
 * The Gateways that a name in a VirtualService of a namespace means: `namespace/name`, or `name` in its own namespace, or
 * as before Istio 1.5 `name.namespace.svc.cluster.local`. Where a namespace is not known, it counts as the right one.
 */
export function gatewaysNamed(mesh: Mesh, gateway: string, namespace: string): Resource[] {
  const [, legacyName, legacyHome] = /^([^./]+)\.([^./]+)(?:\.svc\..*)?$/.exec(gateway) ?? [];
  const slash = gateway.indexOf('/');
  const [home, name] = slash < 0 ? [namespace, gateway] : [gateway.slice(0, slash), gateway.slice(slash + 1)];
  return gatewaysOf(mesh).filter(
    (each) =>
      (each.name === name && mesh.mayBeIn(each, home)) ||
      (each.name === legacyName && mesh.mayBeIn(each, legacyHome ?? '')),
  );
}

/**
 * The hosts of a Gateway's servers or listeners that a VirtualService of a namespace may bind to, '*' for all; undefined
 * where not all are known. Source: https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export function hostsBoundIn(mesh: Mesh, gateway: Resource, namespace: string): string[] | undefined {
  const fields = gateway.group === 'networking.istio.io' ? serverHosts(gateway) : listenerHosts(gateway);
  const hosts = fields.map((field) => (field.isSet ? field.string : '*'));
  const known = hosts.filter((host) => host !== undefined);
  if (known.length < hosts.length || fields.some(({ isUnknown }) => isUnknown)) return undefined;
  const own = mesh.namespaceOf(gateway);
  return known.flatMap((host) => {
    const slash = host.indexOf('/');
    const [scope, name] = slash < 0 ? ['*', host] : [host.slice(0, slash), host.slice(slash + 1)];
    const wanted = scope === '.' ? own : scope;
    return wanted === '*' || mesh.mayBeSame(wanted, namespace) ? [name || '*'] : [];
  });
}

function serverHosts({ spec }: Resource): Field[] {
  return spec
    .child('servers')
    .items()
    .flatMap((server) => [...server.child('hosts').items()]);
}

function listenerHosts({ spec }: Resource): Field[] {
  return spec
    .child('listeners')
    .items()
    .map((listener) => listener.child('hostname'));
}

/** Does one of the hosts of a gateway take requests for a host of a VirtualService, or a part of them? */
export function takesHost(bound: readonly string[], host: string): boolean {
  return bound.some((each) => isHostWithin(host, each) || hostsMatch(each, host));
}

/** The label of pods that serve a Gateway of the Gateway API: its name. */
export const GATEWAY_NAME_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** The Gateways of the Gateway API that have a name in a namespace, or may be in it. */
export function kubernetesGateways(mesh: Mesh, name: string, namespace: string): Resource[] {
  return gatewaysNamed(mesh, name, namespace).filter(
    (each) => each.group === 'gateway.networking.k8s.io' && each.name === name,
  );
}
