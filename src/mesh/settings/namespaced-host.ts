import { dnsLabelProblem, isPartialWildcard, wildcardHostProblem } from '../../values/dns.ts';
import { isIp } from '../../values/ip.ts';

/** What each problem of a host in the form `namespace/host` is called to a person. */
export const NAMESPACED_HOST_MESSAGES = {
  url: {
    text: 'The host "{{host}}" is a URL, and what stands before its first "/" is read as a namespace, so Istio rejects it.',
    help: 'Write the host name alone, without scheme, port and path.',
  },
  'empty-part': {
    text: 'The host "{{host}}" has nothing {{where}}, so Istio rejects it.',
    help: 'Write namespace/host, with "." for the own namespace, or "*" for any.',
  },
  namespace: {
    text: 'In the host "{{host}}" the namespace "{{namespace}}" {{problem}}, so Istio rejects it.',
    help: 'Write the name of a namespace before the "/", "." for the own one, or "*" for any.',
  },
  'partial-wildcard': {
    text: 'In the host "{{host}}" the wildcard is no whole label at the start, so Istio rejects it.',
    help: 'Write the wildcard as the first label, as in *.example.com, or name the hosts.',
  },
  'short-name': {
    text: 'The host "{{name}}" is a short name, and here Istio does not complete it, so it rejects it.',
    help: 'Write the full host name, as in {{wanted}}.',
  },
  host: {
    text: 'The host "{{name}}" {{problem}}, so Istio rejects it.',
    help: 'Write a host name without scheme, port and path; its first label may be "*".',
  },
};

export interface NamespacedHostProblem {
  id: keyof typeof NAMESPACED_HOST_MESSAGES;
  data: Record<string, string>;
}

/**
 * The first thing that Istio refuses in a host of a Gateway's server (`[namespace/]host`, where host may be an IP address)
 * or of a Sidecar's egress listener (`namespace/host`, where `~` at the start leaves the host out). A Sidecar's host
 * without "/" is for its rule to say. Source: istio/istio ValidateNamespaceSlashWildcardHostname.
 */
export function namespacedHostProblem(host: string, kind: 'Gateway' | 'Sidecar'): NamespacedHostProblem | undefined {
  const slash = host.indexOf('/');
  if (slash < 0) return nameProblem(host, kind);
  if (host.includes('://') && /^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return { id: 'url', data: { host } };
  const namespace = host.slice(0, slash);
  const name = host.slice(slash + 1);
  if (namespace === '') return { id: 'empty-part', data: { host, where: 'before the "/"' } };
  if (name === '') return { id: 'empty-part', data: { host, where: 'after the "/"' } };
  const problem = namespaceProblem(namespace, kind);
  return problem ? { id: 'namespace', data: { host, namespace, problem } } : nameProblem(name, kind);
}

function namespaceProblem(text: string, kind: 'Gateway' | 'Sidecar'): string | undefined {
  const namespace = kind === 'Sidecar' && text.startsWith('~') ? text.slice(1) : text;
  if (namespace === '*' || namespace === '.' || (kind === 'Sidecar' && text === '~')) return undefined;
  return dnsLabelProblem(namespace);
}

function nameProblem(name: string, kind: 'Gateway' | 'Sidecar'): NamespacedHostProblem | undefined {
  if (name === '*') return undefined;
  if (isPartialWildcard(name)) return { id: 'partial-wildcard', data: { host: name } };
  const isAddress = isIp(name);
  const problem = isAddress && kind === 'Gateway' ? undefined : wildcardHostProblem(name);
  if (isAddress && !name.includes('.'))
    return { id: 'host', data: { name, problem: 'is an IPv6 address, which Istio takes for a short name' } };
  if (isAddress && problem) return { id: 'host', data: { name, problem: 'is an IP address and no host name' } };
  if (problem) return { id: 'host', data: { name, problem } };
  if (name.includes('.')) return undefined;
  const wanted = kind === 'Gateway' ? `${name}.example.com` : `${name}.<namespace>.svc.cluster.local`;
  return { id: 'short-name', data: { name, wanted } };
}
