import { type Context, defineRule } from '../../engine/rule.ts';
import {
  isDelegate,
  isGeneratedSni,
  isMeshBound,
  matchesOf,
  routesOf,
} from '../../mesh/settings/virtual-service-routes.ts';
import { hostsMatch, wildcardHostProblem } from '../../values/dns.ts';
import { isIp } from '../../values/ip.ts';
import type { Field } from '../../yaml/field.ts';
import { removeItem } from '../../yaml/remove-item.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  host: {
    text: 'The host "{{host}}" {{problem}}, so Istio rejects it.',
    help: 'Write a DNS name, as in reviews, reviews.shop.svc.cluster.local or *.example.com, without scheme and port.',
  },
  'mesh-wildcard': {
    text: 'The host "*" would take all traffic of the mesh, so Istio rejects it.',
    help: 'Write the hosts that are meant, or the gateways that this VirtualService is for.',
  },
  duplicate: {
    text: 'The host "{{host}}" stands there twice, so Istio rejects it.',
    help: 'Delete one of the two.',
  },
  overlap: {
    text: 'The hosts "{{other}}" and "{{host}}" have names in common, so Istio rejects them.',
    help: 'Keep the wildcard alone, or give the hosts VirtualServices of their own.',
  },
  'delegate-gateways': {
    text: 'A VirtualService without hosts is a delegate, and takes its gateways from the one that delegates to it.',
    help: 'Delete gateways, or write hosts.',
  },
  'delegate-route': {
    text: 'A VirtualService without hosts is a delegate, and only HTTP routes are delegated, no {{kind}} routes.',
    help: 'Write hosts, or move the route.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

interface Host {
  field: Field;
  host: string;
}

/** Hosts are the addresses that requests are sent to; each belongs to one route table. */
export default defineRule({
  summary: 'The hosts of a VirtualService are host names, each of them once',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'safe',
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    if (isDelegate(service)) checkDelegate(service, context);
    const isBound = isMeshBound(service);
    const isSni = routesOf(service, 'tls').some((route) =>
      matchesOf(route).some((match) => match.child('sniHosts').items().length > 0),
    );
    const good: Host[] = [];
    let allGood = true;
    for (const field of service.spec.child('hosts').items()) {
      const host = field.string;
      if (host === undefined) continue;
      const problem = isSni && isBound === false && isGeneratedSni(host) ? undefined : wildcardHostProblem(host);
      if (problem && !isIp(host)) context.report(field, 'host', { host, problem });
      else if (host === '*' && isBound) context.report(field, 'mesh-wildcard');
      else good.push({ field, host });
      allGood &&= good.at(-1)?.field === field;
    }
    if (allGood) checkOverlaps(good, context);
  },
});

/** Told once: what lacks are the hosts. */
function checkDelegate({ spec }: Resource, context: Here): void {
  const [field] = ['gateways', 'tls', 'tcp'].map((name) => spec.child(name)).filter((list) => list.items().length > 0);
  if (field?.name === 'gateways') context.report(field, 'delegate-gateways', {}, { at: 'key' });
  else if (field) context.report(field, 'delegate-route', { kind: field.name.toUpperCase() }, { at: 'key' });
}

/** Only wildcards can overlap with other texts, so plain hosts are looked up instead of compared. Each text is told once. */
function checkOverlaps(hosts: readonly Host[], context: Here): void {
  const seen = new Map<string, { first: Field; told: boolean }>();
  const wildcards: Host[] = [];
  for (const [index, { field, host }] of hosts.entries()) {
    const same = seen.get(host);
    const earlier = host.startsWith('*') ? hosts.slice(0, index) : wildcards;
    const other = same ? undefined : earlier.find((one) => hostsMatch(one.host, host));
    const first = same?.first ?? other?.field;
    if (first && !same?.told) {
      const related = [{ field: first, message: `"${first.string}" is here` }];
      const fix = same ? removeItem(field) : undefined;
      const data = { host, other: first.string ?? '' };
      context.report(field, same ? 'duplicate' : 'overlap', data, fix ? { related, fix } : { related });
    }
    seen.set(host, { first: same?.first ?? field, told: same !== undefined });
    if (host.startsWith('*') && !same) wildcards.push({ field, host });
  }
}
