import { type Context, defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { NAMESPACED_HOST_MESSAGES, namespacedHostProblem } from '../../mesh/settings/namespaced-host.ts';
import { LISTENER_MESSAGES, listenerProblems, repeatedPortProblems } from '../../mesh/settings/sidecar-listener.ts';
import { UNIX_PREFIX, unixPathProblem } from '../../values/unix-socket.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  'portless-not-last': {
    text: 'The egress listener without a port takes what no other one does, and is not the last one, so Istio rejects it.',
    help: 'Move it to the end of egress.',
  },
  'portless-repeated': {
    text: 'Egress has {{count}} listeners without a port, and only the last one may be so, so Istio rejects them.',
    help: 'Put their hosts into one listener at the end of egress.',
  },
  'port-zero': {
    text: 'The egress listener {{has}} and binds to no socket, so Istio rejects it.',
    help: 'Write a port number, or bind: unix:///path/to/socket, or delete port to have all ports served.',
  },
  'socket-path': {
    text: 'The listener binds to the socket "{{bind}}", whose path {{problem}}, so Istio rejects it.',
    help: 'Write unix:// and an absolute path, or unix://@name for an abstract socket.',
  },
  'socket-repeated': {
    text: 'The socket "{{bind}}" is that of another egress listener, and each needs its own, so Istio rejects it.',
    help: 'Put the hosts into one listener, or write another socket.',
  },
  'socket-capture': {
    text: 'captureMode is {{mode}}, and traffic to a socket cannot be captured, so Istio rejects it.',
    help: 'Write captureMode: NONE, or leave it out.',
  },
  'hosts-empty': {
    text: 'The egress listener has no hosts, so it would serve nothing, and Istio rejects it.',
    help: 'Write the hosts that it serves, such as "./*" and "istio-system/*", or "~/*" for none.',
  },
  form: {
    text: 'The host "{{host}}" has no namespace, and egress hosts are of the form namespace/host, so Istio rejects it.',
    help: 'Write {{wanted}}.',
  },
  ...LISTENER_MESSAGES,
  ...NAMESPACED_HOST_MESSAGES,
};

type Here = Context<keyof typeof MESSAGES>;

/** Egress says which hosts a proxy knows; a Sidecar that is refused leaves the proxies with what they had before. */
export default defineRule({
  summary: 'The egress listeners of a Sidecar can be opened, and name their hosts as namespace/host',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort',
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#CaptureMode',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  fields: ['egress'],
  check(resource, context) {
    const listeners = resource.spec.child('egress').items();
    reportPortless(listeners, resource, context);
    for (const listener of listeners) {
      reportSocket(listener, resource, context);
      for (const { field, id, data, suggestions } of listenerProblems(listener))
        context.report(field, id, data, suggestions ? { suggestions } : {});
      reportHosts(listener.child('hosts'), context);
    }
    for (const { field, id, data, related = [] } of repeatedPortProblems(listeners))
      context.report(field, id, data, { related });
    reportRepeatedSockets(listeners, context);
  },
});

/** One finding says it for all of them; what has no hosts is core/schema's, and may be meant to go. */
function reportPortless(listeners: readonly Field[], resource: Resource, context: Here): void {
  if (resource.isPatch) return;
  const whole = listeners.filter((listener) => listener.has('hosts'));
  const isPortless = (listener: Field) => !listener.child('port').isSet && !isMisspelt(listener.child('port'));
  const portless = whole.filter(isPortless);
  const [first] = portless;
  if (!first || first.name === whole.at(-1)?.name) return;
  const [count, related] = [portless.length, portless.slice(1)];
  if (count < 2) context.report(first, 'portless-not-last', {}, { at: 'key' });
  else {
    const message = 'Another listener without a port';
    const extras = { related: related.map((field) => ({ field, message })), at: 'key' as const };
    context.report(first, 'portless-repeated', { count }, extras);
  }
}

function reportSocket(listener: Field, resource: Resource, context: Here): void {
  if (!listener.child('port').isMap || !isWithoutNumber(listener, resource)) return;
  const [number, bindField, capture] = [
    listener.get('port', 'number'),
    listener.child('bind'),
    listener.child('captureMode'),
  ];
  const bind = bindField.isSet ? bindField.string : '';
  if (bind?.startsWith(UNIX_PREFIX)) {
    const problem = unixPathProblem(bind.slice(UNIX_PREFIX.length));
    if (problem) context.report(bindField, 'socket-path', { bind, problem });
    if (capture.string === 'IPTABLES') context.report(capture, 'socket-capture', { mode: capture.string });
  } else if (bind !== undefined && !isMisspelt(bindField))
    context.report(number, 'port-zero', { has: number.isSet ? 'has the port number 0' : 'has no port number' });
}

function reportRepeatedSockets(listeners: readonly Field[], context: Here): void {
  const first = new Map<string, Field>();
  for (const listener of listeners) {
    const [field, number] = [listener.child('bind'), listener.get('port', 'number')];
    const bind = field.string;
    if (!bind?.startsWith(UNIX_PREFIX) || (number.number ?? 0) > 0 || number.isUnknown) continue;
    const earlier = first.get(bind);
    const related = earlier ? [{ field: earlier, message: 'The first listener of that socket' }] : [];
    if (earlier) context.report(field, 'socket-repeated', { bind }, { related });
    else first.set(bind, field);
  }
}

function reportHosts(hosts: Field, context: Here): void {
  if (hosts.isList && hosts.size === 0) context.report(hosts, 'hosts-empty');
  for (const field of hosts.items()) {
    const host = field.string;
    if (host === undefined) continue;
    if (!host.includes('/')) {
      context.report(field, 'form', { host, wanted: withNamespace(host) });
      continue;
    }
    const problem = namespacedHostProblem(host, 'Sidecar');
    if (problem) context.report(field, problem.id, problem.data);
  }
}

/** What somebody most likely means by a host without a namespace. */
function withNamespace(host: string): string {
  const namespace = /^[^.*]+\.([^.]+)\.svc(?:\.|$)/.exec(host)?.[1];
  if (host === '' || host === '*') return '"./*" for the own namespace, or "*/*" for all';
  if (namespace) return `"${namespace}/${host}"`;
  if (host.includes('.')) return `"*/${host}", or the namespace of its ServiceEntry instead of "*"`;
  return `"./*" for the services of the own namespace, or "NAMESPACE/${host}.NAMESPACE.svc.cluster.local"`;
}

function isWithoutNumber(listener: Field, resource: Resource): boolean {
  const number = listener.get('port', 'number');
  return number.isSet ? number.number === 0 : !resource.isPatch && !isMisspelt(number);
}
