import { type Context, defineRule } from '../../engine/rule.ts';
import { L4_MESSAGES, l4MatchProblems } from '../../mesh/settings/l4-match.ts';
import { LABEL_MESSAGES } from '../../mesh/settings/labels.ts';
import { lacks } from '../../mesh/settings/misspelt.ts';
import { isGeneratedSni, matchesOf, namesMesh, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { isHostWithin, wildcardHostProblem } from '../../values/dns.ts';
import { isIp } from '../../values/ip.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'no-match': {
    text: 'The TLS route has no match, so Istio rejects it.',
    help: 'Write match with the sniHosts that the route is for.',
  },
  'no-sni': {
    text: 'The match names no sniHosts, so Istio rejects it.',
    help: 'Write the names that clients ask for (SNI); "*" for any.',
  },
  'sni-host': {
    text: 'The SNI host "{{host}}" {{problem}}, so Istio rejects it.',
    help: 'Write a DNS name, as in shop.example.com or *.example.com.',
  },
  'sni-outside': {
    text: 'The SNI host "{{host}}" is none of the hosts of the VirtualService ({{hosts}}), so Istio rejects it.',
    help: 'Add it to hosts, or write one that they cover.',
  },
  'sni-ip': {
    text: 'The SNI host "{{host}}" is an IP address, which clients do not send as SNI.',
    help: 'Write a DNS name, or a TCP route with destinationSubnets.',
  },
  ...L4_MESSAGES,
  ...LABEL_MESSAGES,
};

type Here = Context<keyof typeof MESSAGES>;

/** TLS is routed unread, by the name in its first message (SNI). */
export default defineRule({
  summary: 'TLS routes match by SNI hosts that the VirtualService has',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['tls'],
  check(service, context) {
    const hosts = service.spec.child('hosts').items();
    // One without gateways too: admission looks for the name alone.
    const isGateway = !namesMesh(service);
    for (const route of routesOf(service, 'tls')) {
      // Not written at all is the schema's to say.
      const matches = route.child('match');
      if (matches.isList && matches.items().length === 0) context.report(matches, 'no-match', {}, { at: 'key' });
      for (const match of matchesOf(route)) {
        const names = match.child('sniHosts');
        if (names.isList && lacks(match, 'sniHosts')) context.report(names, 'no-sni', {}, { at: 'key' });
        for (const name of names.items()) checkName(name, hosts, isGateway, context);
        for (const { field, id, data, at } of l4MatchProblems(match)) context.report(field, id, data, { at });
      }
    }
  },
});

function checkName(field: Field, hosts: readonly Field[], isGateway: boolean, context: Here): void {
  const host = field.string;
  if (host === undefined) return;
  const problem = isGateway && isGeneratedSni(host) ? undefined : wildcardHostProblem(host);
  if (problem && isIp(host)) context.report(field, 'sni-ip', { host }, { level: 'warning', codes: ['IST0133'] });
  else if (problem) context.report(field, 'sni-host', { host, problem });
  else if (hosts.length > 0 && hosts.every(({ string }) => string !== undefined && !isHostWithin(host, string)))
    context.report(field, 'sni-outside', {
      host,
      hosts: hosts.map(({ string }) => string).join(', '),
    });
}
