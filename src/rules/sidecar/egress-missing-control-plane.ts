import { defineRule } from '../../engine/rule.ts';
import type { Field } from '../../yaml/field.ts';

/** A Sidecar names all that its proxies may reach; what serves the mesh itself is easily forgotten. */
export default defineRule({
  summary: "A Sidecar lets its proxies reach the control plane's namespace and their own",
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  options: {
    require: {
      type: 'array',
      items: { type: 'string' },
      default: [] as string[],
      description: 'Hosts that every Sidecar must import besides the root namespace, such as "observability/*".',
    },
  },
  messages: {
    'control-plane': {
      text: 'No egress host covers "{{root}}/*", so tracing, telemetry and external authorization there cannot be reached.',
      help: 'Add "{{root}}/*" to the hosts.',
    },
    'own-namespace': {
      text: 'No egress host covers "./*", so services of the same namespace cannot be reached by their names.',
      help: 'Add "./*" to the hosts, unless that is meant.',
    },
    required: {
      text: 'No egress host covers "{{host}}", which the configuration requires.',
      help: 'Add "{{host}}" to the hosts.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener'],
  kinds: ['networking.istio.io/Sidecar'],
  check(resource, context) {
    const listeners = resource.spec.child('egress').items();
    const lists = listeners.map((listener) => listener.child('hosts'));
    const hosts = lists.flatMap((list) => list.items());
    const [first] = lists;
    if (resource.isPatch || !first || hosts.length === 0 || hosts.some((host) => host.string === undefined)) return;
    const namespaces = new Set(hosts.map(namespaceOf));
    const own = context.mesh.namespaceOf(resource);
    if (namespaces.has('*') || namespaces.has('~')) return;
    const root = context.mesh.rootNamespace;
    if (!namespaces.has(root) && own !== root) context.report(first, 'control-plane', { root }, { at: 'key' });
    if (!namespaces.has('.') && !(own && namespaces.has(own)))
      context.report(first, 'own-namespace', {}, { at: 'key', level: 'info' });
    const written = new Set(hosts.map((host) => host.string));
    for (const host of context.options.require)
      if (!written.has(host)) context.report(first, 'required', { host }, { at: 'key' });
  },
});

function namespaceOf(host: Field): string {
  return (host.string ?? '').split('/')[0] ?? '';
}
