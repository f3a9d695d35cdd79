import { defineRule } from '../../engine/rule.ts';
import { insertFirstItem } from '../../yaml/edit.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A Sidecar names all that its proxies may reach; what serves the mesh itself is easily forgotten. */
export default defineRule({
  summary: "A Sidecar lets its proxies reach the control plane's namespace and their own",
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  fix: 'unsafe',
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
      text: 'No egress host covers "{{host}}", so proxies find no tracing, telemetry or external authorization there.',
      help: 'Add "{{host}}" to the hosts.',
    },
    'own-namespace': {
      text: 'No egress host covers "{{host}}", so proxies do not know the services of their own namespace.',
      help: 'Add "{{host}}" to the hosts, unless that is meant.',
    },
    required: {
      text: 'No egress host covers "{{host}}", which the configuration requires.',
      help: 'Add "{{host}}" to the hosts.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
    'https://istio.io/latest/docs/ops/configuration/mesh/configuration-scoping/',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  fields: ['egress'],
  check(resource, context) {
    const listeners = resource.spec.child('egress').items();
    const hosts = listeners.flatMap((listener) => listener.child('hosts').items());
    const names = hosts.flatMap((host) => host.string ?? []);
    const place = (listeners.find((listener) => !listener.child('port').exists) ?? listeners[0])?.child('hosts');
    if (resource.isPatch || !place || names.length === 0 || names.length < hosts.length || names.includes('~/*'))
      return;

    const root = context.mesh.rootNamespace;
    const namespace = context.mesh.namespaceOf(resource);
    const own = ownNamespaces(resource, namespace, root);
    const inRoot = own.includes(root) && imports(names, '.');
    const edit = (host: string) => insertFirstItem(place, host);
    if (!inRoot && !imports(names, root)) {
      const [host, fix] = [`${root}/*`, edit(`${root}/*`)];
      context.report(place, 'control-plane', { host }, { at: 'key', ...(fix ? { fix } : {}) });
    }
    if (namespace && !own.some((each) => imports(names, each))) {
      const add = edit('./*');
      const tip = add ? { suggestions: [{ desc: 'Add "./*"', edit: add }] } : {};
      context.report(place, 'own-namespace', { host: './*' }, { at: 'key', level: 'info', ...tip });
    }
    for (const host of context.options.require) {
      if (names.includes(host) || names.includes('*/*')) continue;
      const fix = edit(host);
      context.report(place, 'required', { host }, { at: 'key', ...(fix ? { fix } : {}) });
    }
  },
});

/**
 * How the hosts may name the namespace of the proxies. A Sidecar of the root namespace without a selector holds for every
 * namespace that has none, and "." is then that of each proxy.
 */
function ownNamespaces(resource: Resource, namespace: string, root: string): string[] {
  const meshWide = namespace === root && !resource.spec.child('workloadSelector').isSet;
  return namespace && !meshWide ? ['.', namespace] : ['.'];
}

/** Does a host name something of the namespace: `ns/…`, or any namespace with a host name that fits its services? */
function imports(hosts: readonly string[], namespace: string): boolean {
  return hosts.some((host) => {
    const slash = host.indexOf('/');
    const [where, name] = [host.slice(0, slash), host.slice(slash + 1)];
    if (where !== '*') return where === namespace;
    return /^\*(?:\.(?:svc\..+|cluster\.local|local))?$/.test(name) || name.includes(`.${namespace}.svc`);
  });
}
