import { defineRule } from '../../engine/rule.ts';
import { entryHosts, looksUpNames, resolutionOf } from '../../mesh/service-entry.ts';
import { isPartialWildcard, wildcardHostProblem } from '../../values/dns.ts';
import { isCidr, isIp } from '../../values/ip.ts';

/** Hosts are what requests, SNI and DNS are compared with: what is no host name matches nothing, and Istio rejects it. */
export default defineRule({
  summary: 'The hosts of a ServiceEntry are host names',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: {
    host: {
      text: 'The host "{{host}}" {{problem}}, so Istio rejects it.',
      help: 'Write the host name alone, without scheme, port and path; a wildcard may stand at its start, as in *.example.com.',
    },
    address: {
      text: 'The host "{{host}}" is an address, and hosts are names, so Istio rejects it.',
      help: 'Move it to addresses, and write the name that clients use as the host, or one of your own such as db.internal.',
    },
    'partial-wildcard': {
      text: 'In the host "{{host}}" the wildcard stands for a part of a label, which Istio does not support and Envoy refuses as an SNI.',
      help: 'Write a wildcard for the whole label, as in *.example.com, or name the hosts.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry'],
  kinds: ['networking.istio.io/ServiceEntry'],
  check(resource, context) {
    if (entryHosts(resource).arePlain) return;
    for (const field of resource.spec.child('hosts').items()) {
      const host = field.string;
      if (host === undefined) continue;
      const problem = wildcardHostProblem(host);
      if (problem && (isIp(host) || isCidr(host))) context.report(field, 'address', { host });
      else if (problem) context.report(field, 'host', { host, problem });
      else if (isPartialWildcard(host)) {
        const resolution = resolutionOf(resource);
        const hasEndpoints = resource.spec.child('endpoints').items().length > 0;
        if (resolution === undefined || resolution === 'DYNAMIC_DNS') continue;
        // service-entry/resolution-valid reports every wildcard there, as an error.
        if (looksUpNames(resolution) && !hasEndpoints) continue;
        context.report(field, 'partial-wildcard', { host }, { level: 'warning', codes: ['IST0133'] });
      }
    }
  },
});
