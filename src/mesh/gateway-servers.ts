import { isHttp, type Protocol, protocolOf } from '../values/protocol.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** A server of an Istio Gateway, as istiod merges it with those of other Gateways. */
export interface GatewayServer {
  gateway: Resource;
  field: Field;
  port: number;
  protocol: Protocol;
  /** '' for all addresses. */
  bind: string;
  /** Plain HTTP servers of a port are merged; TLS servers share it by host; a plain TCP server has it alone. */
  kind: 'http' | 'tls' | 'tcp';
  hosts: { field: Field; name: string }[];
}

/**
 * The servers of a Gateway whose port, protocol and address are known, with those of their hosts that are known. A server
 * that Istio rejects for lack of TLS settings is none. Source: istio/istio mergeGateways.
 */
export function serversOf(mesh: Mesh, gateway: Resource): GatewayServer[] {
  const namespace = mesh.namespaceOf(gateway);
  return gateway.spec
    .child('servers')
    .items()
    .flatMap((field) => {
      const [bind, port] = [field.child('bind'), field.get('port', 'number').number];
      const protocol = protocolOf(field.get('port', 'protocol').string ?? '');
      const kind = kindOf(protocol, field.has('tls'));
      if (!port || !kind || (bind.isSet && bind.string === undefined)) return [];
      const hosts = field
        .child('hosts')
        .items()
        .flatMap((host) => (host.string ? [{ field: host, name: scopedHost(host.string, namespace) }] : []));
      return [{ gateway, field, port, protocol, bind: bind.string ?? '', kind, hosts }];
    });
}

function kindOf(protocol: Protocol, hasTls: boolean): GatewayServer['kind'] | undefined {
  if (protocol === 'Unsupported' || protocol === 'UDP') return undefined;
  if (isHttp(protocol)) return 'http';
  if (hasTls) return 'tls';
  return protocol === 'HTTPS' || protocol === 'TLS' ? undefined : 'tcp';
}

/** `./shop.com` in the namespace prod is `prod/shop.com`; `*` before the slash says as much as nothing. */
function scopedHost(host: string, namespace: string): string {
  const slash = host.indexOf('/');
  if (slash < 0) return host.toLowerCase();
  const [scope, name] = [host.slice(0, slash), host.slice(slash + 1).toLowerCase()];
  if (scope === '*') return name;
  return `${scope === '.' ? namespace : scope}/${name}`;
}
