import { type Context, defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { portNumberProblem, protocolProblem } from '../../mesh/settings/port.ts';
import { isIp } from '../../values/ip.ts';
import { UNIX_PREFIX, unixPathProblem } from '../../values/unix-socket.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'servers-missing': {
    text: 'The Gateway has no servers, so it opens no port, and Istio rejects it.',
    help: 'Write servers with a port and hosts, or delete the Gateway.',
  },
  'hosts-empty': {
    text: 'The server has no hosts, so no VirtualService can be bound to it, and Istio rejects it.',
    help: 'Write the hosts that it serves, or "*" for any.',
  },
  protocol: {
    text: 'The protocol "{{protocol}}" is none that Istio knows, so Istio rejects it.',
    help: 'Write {{wanted}}.',
  },
  'port-range': {
    text: 'The port number {{number}} {{problem}}, so Istio rejects it.',
    help: 'Write the port on which the gateway listens, such as 80 or 443.',
  },
  'port-name-empty': {
    text: 'The port has an empty name, which Istio names its routes by, so Istio rejects it.',
    help: 'Write a name that no other server of the Gateway has, such as {{wanted}}.',
  },
  'port-name-repeated': {
    text: 'The port name "{{name}}" is that of another server too, and Istio names routes by it, so it rejects the Gateway.',
    help: 'Write a name that no other server of the Gateway has, such as {{wanted}}.',
  },
  'target-port': {
    text: 'targetPort is {{target}}, and a gateway listens on the number itself, so Istio rejects it.',
    help: 'Delete targetPort; where the Service of the gateway has another target, write that as the number.',
  },
  bind: {
    text: 'The server binds to "{{bind}}", which is no IP address and no socket, so Istio rejects it.',
    help: 'Write an IP address or unix:///path/to/socket, or leave bind out.',
  },
  'socket-path': {
    text: 'The server binds to the socket "{{bind}}", whose path {{problem}}, so Istio rejects it.',
    help: 'Write unix:// and an absolute path, or unix://@name for an abstract socket.',
  },
  'socket-with-port': {
    text: 'The server binds to a socket and has the port number {{number}}, so Istio rejects it.',
    help: 'Write number: 0, or an IP address as bind.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** A server is a port that the gateway's proxies open; one that Istio cannot open takes the whole Gateway with it. */
export default defineRule({
  summary: 'The servers of a Gateway have hosts, and ports that a proxy can open',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'safe',
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Server',
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Port',
  ],
  kinds: ['networking.istio.io/Gateway'],
  check(resource, context) {
    const servers = resource.spec.child('servers');
    const isEmpty = servers.isSet
      ? servers.isList && servers.items().length === 0
      : resource.spec.isMap || !resource.spec.isSet;
    if (isEmpty && !resource.isPatch && !isMisspelt(servers)) context.report(servers, 'servers-missing');
    for (const server of servers.items()) {
      const hosts = server.child('hosts');
      if (hosts.isList && hosts.items().length === 0) context.report(hosts, 'hosts-empty');
      reportPort(server, context);
      reportBind(server, context);
    }
    reportNames(servers.items(), context);
  },
});

function reportPort(server: Field, context: Here): void {
  const port = server.child('port');
  const [protocol, target, number] = [port.child('protocol'), port.child('targetPort'), port.child('number')];
  const unknown = protocolProblem(protocol);
  if (unknown) context.report(protocol, 'protocol', unknown.data, unknown.extras);
  if (protocol.string === '') context.report(protocol, 'protocol', { protocol: '', wanted: 'HTTP, HTTPS, TLS or TCP' });
  const range = portNumberProblem(number);
  if (range && !mayBeSocket(server.child('bind'))) context.report(number, 'port-range', range);
  if ((target.number ?? 0) > 0) context.report(target, 'target-port', { target: target.number ?? 0 });
}

function reportBind(server: Field, context: Here): void {
  const [field, number] = [server.child('bind'), server.get('port', 'number')];
  const bind = field.string;
  if (!bind) return;
  if (!bind.startsWith(UNIX_PREFIX)) {
    if (!isIp(bind)) context.report(field, 'bind', { bind });
    return;
  }
  const problem = unixPathProblem(bind.slice(UNIX_PREFIX.length));
  if (problem) context.report(field, 'socket-path', { bind, problem });
  if ((number.number ?? 0) > 0) context.report(number, 'socket-with-port', { number: number.number ?? 0 });
}

function reportNames(servers: readonly Field[], context: Here): void {
  const names = servers.map((server) => server.get('port', 'name'));
  const taken = new Set(names.map((field) => field.string));
  const first = new Map<string, Field>();
  for (const field of names) {
    const name = field.string;
    if (name === undefined) continue;
    const earlier = first.get(name);
    if (name !== '' && !earlier) {
      first.set(name, field);
      continue;
    }
    const wanted = freeName(field, taken);
    taken.add(wanted);
    if (!earlier) {
      context.report(field, 'port-name-empty', { wanted });
      continue;
    }
    const [edit, message] = [rewriteString(field, wanted), 'The first server of that name'];
    const related = [{ field: earlier, message }];
    context.report(field, 'port-name-repeated', { name, wanted }, { related, ...(edit ? { fix: edit } : {}) });
  }
}

/** `http` and 8080 make `http-8080`, and `http-8080-2` where that is taken. */
function freeName(field: Field, taken: ReadonlySet<string | undefined>): string {
  const port = field.parent;
  const base = field.string || (port?.child('protocol').string || 'port').toLowerCase();
  const name = `${base}-${port?.child('number').number ?? 2}`;
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
  return free;
}

function mayBeSocket(bind: Field): boolean {
  return bind.isUnknown || (bind.string?.startsWith(UNIX_PREFIX) ?? false);
}
