import { type Context, defineRule } from '../../engine/rule.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Field } from '../../yaml/field.ts';
import { removeItem } from '../../yaml/remove-item.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  repeated: {
    text: 'The host "{{host}}" is already covered by "{{earlier}}" in the same listener, so it changes nothing.',
    help: 'Delete it.',
  },
  'covers-earlier': {
    text: 'The host "{{host}}" covers "{{earlier}}", which stands before it in the same listener.',
    help: 'Delete the hosts of that namespace which it covers, or "{{host}}" where only those are meant.',
  },
  'all-and-others': {
    text: 'The host "*/*" selects everything, and the listener has {{count}} of other namespaces, which change nothing.',
    help: 'Delete the others, or "*/*" where only they are meant.',
  },
};

interface Host {
  field: Field;
  text: string;
  namespace: string;
  name: string;
}

/** Hosts that are listed though another one covers them hide what the proxies really import. */
export default defineRule({
  summary: 'An egress listener of a Sidecar lists no host that another one covers',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istio-validate': 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0133'],
  fix: 'safe',
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener'],
  kinds: ['networking.istio.io/Sidecar'],
  fields: ['egress'],
  check(resource, context) {
    const own = ownNamespace(resource, context.mesh);
    for (const listener of resource.spec.child('egress').items()) {
      const hosts: Host[] = [];
      for (const field of listener.child('hosts').items()) {
        const host = readHost(field, own);
        if (host) hosts.push(host);
      }
      reportRepeated(hosts, context);
      const all = hosts.find(({ namespace, name }) => namespace === '*' && name === '*');
      const count = hosts.filter(({ namespace }) => namespace !== '*').length;
      if (all && count > 0) context.report(all.field, 'all-and-others', { count });
    }
  },
});

function reportRepeated(hosts: readonly Host[], context: Context<keyof typeof MESSAGES>): void {
  const byNamespace = new Map<string, Host[]>();
  for (const host of hosts) {
    const { field, text, namespace, name } = host;
    const before = byNamespace.get(namespace);
    if (!before) {
      byNamespace.set(namespace, [host]);
      continue;
    }
    const same = before.find((other) => other.name === name || other.name === '*');
    const earlier = same ?? (name === '*' ? before[0] : undefined);
    before.push(host);
    if (!earlier) continue;
    const data = { host: text, earlier: earlier.text };
    const related = [{ field: earlier.field, message: `"${earlier.text}" stands here` }];
    const edit = same && text.split('/')[0] === same.text.split('/')[0] ? removeItem(field) : undefined;
    context.report(field, same ? 'repeated' : 'covers-earlier', data, { related, ...(edit ? { fix: edit } : {}) });
  }
}

/**
 * What "." stands for; itself where that isn't known. A Sidecar of the root namespace without a selector holds for every
 * namespace that has none, and "." is then that of each proxy.
 */
function ownNamespace(resource: Resource, mesh: Mesh): string {
  const namespace = mesh.namespaceOf(resource);
  const isMeshWide = namespace === mesh.rootNamespace && !resource.spec.child('workloadSelector').isSet;
  return namespace && !isMeshWide ? namespace : '.';
}

/** Hosts that start with "~" are left out, and import nothing. */
function readHost(field: Field, own: string): Host | undefined {
  const text = field.string;
  const slash = text?.indexOf('/') ?? -1;
  if (text === undefined || slash < 0 || text.startsWith('~')) return undefined;
  const namespace = text.slice(0, slash);
  return { field, text, namespace: namespace === '.' ? own : namespace, name: text.slice(slash + 1) };
}
