import { fqdnProblem } from './dns.ts';
import { isIp } from './ip.ts';
import { portProblem } from './port.ts';

/** `host:port`, or `[host]:port`. */
const FORM = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/;

/**
 * What is wrong with an address of host and port (`zipkin.tracing:9411`, `[::1]:80`), as a clause whose subject is the
 * value; undefined for a good one. Source: Go's net.SplitHostPort, istio/istio ValidateProxyAddress.
 */
export function hostPortProblem(address: string): string | undefined {
  if (!address.includes(':')) return 'has no port';
  const match = FORM.exec(address);
  if (!match) {
    const isIpv6 = /^[0-9a-fA-F:.]+$/.test(address);
    return isIpv6 ? 'has no brackets around its IPv6 address, as in [::1]:80' : 'is not of the form host:port';
  }
  const [, bracketed, plain, port = ''] = match;
  const host = bracketed ?? plain ?? '';
  if (port === '') return 'has no port after the ":"';
  if (!/^[-+]?\d+$/.test(port)) return `has the port "${port}", which is no number`;
  if (portProblem(Number(port))) return `has the port ${port}, which is outside of 1 to 65535`;
  if (host === '') return 'has no host before the ":"';
  return fqdnProblem(host) && !isIp(host)
    ? `has the host "${host}", which is no host name and no IP address`
    : undefined;
}
