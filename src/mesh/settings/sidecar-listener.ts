import { dnsLabelProblem } from '../../values/dns.ts';
import { isIp } from '../../values/ip.ts';
import { portProblem } from '../../values/port.ts';
import { UNIX_PREFIX } from '../../values/unix-socket.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { portNumberProblem, protocolProblem } from './port.ts';

/** What each problem of a Sidecar's listener is called to a person, whether it is for ingress or egress. */
export const LISTENER_MESSAGES = {
  'port-name': {
    text: 'The port name "{{name}}" {{problem}}, so Istio rejects it.',
    help: 'Write 1 to 63 letters, digits and "-", as in http-app, or leave the name out.',
  },
  protocol: {
    text: 'The protocol "{{protocol}}" is none that Istio knows, so Istio rejects it.',
    help: 'Write {{wanted}}.',
  },
  'target-port': {
    text: 'targetPort is {{target}}, which a Sidecar has no use for, so Istio rejects it.',
    help: 'Delete targetPort; in ingress, defaultEndpoint says where the application listens.',
  },
  'port-range': {
    text: 'The port number {{number}} {{problem}}, so Istio rejects it.',
    help: 'Write the number of the port on which the listener is opened.',
  },
  'port-repeated': {
    text: 'The port {{number}} is that of another {{direction}} listener, and each needs its own, so Istio rejects it.',
    help: 'Put what they say into one listener, or write another port number.',
  },
  bind: {
    text: 'The listener of port {{number}} binds to "{{bind}}", which is no IP address, so Istio rejects it.',
    help: '{{advice}}',
  },
};

export interface ListenerProblem {
  field: Field;
  id: keyof typeof LISTENER_MESSAGES;
  data: Record<string, string | number>;
  suggestions?: { desc: string; edit: Edit }[];
  related?: { field: Field; message: string }[];
}

/**
 * What Istio refuses in a listener that has a port: the port's name, protocol, targetPort and number, and the bind of
 * a listener with a port number. The number 0, or none, is for the direction to judge. Source: istio/istio
 * ValidateSidecar.
 */
export function* listenerProblems(listener: Field): Generator<ListenerProblem> {
  const port = listener.child('port');
  if (!port.isMap) return;
  const [nameField, protocol, targetPort] = [port.child('name'), port.child('protocol'), port.child('targetPort')];
  const [name, target] = [nameField.string, targetPort.number ?? 0];
  const problem = name && dnsLabelProblem(name);
  if (name && problem) yield { field: nameField, id: 'port-name', data: { name, problem } };
  const unknown = protocolProblem(protocol);
  if (unknown) yield { field: protocol, id: 'protocol', data: unknown.data, ...unknown.extras };
  if (target > 0) yield { field: targetPort, id: 'target-port', data: { target } };
  yield* addressProblems(port.child('number'), listener.child('bind'));
}

function* addressProblems(numberField: Field, bindField: Field): Generator<ListenerProblem> {
  const [number, bind] = [numberField.number ?? 0, bindField.string];
  if (number <= 0) return;
  const problem = portNumberProblem(numberField);
  if (problem) yield { field: numberField, id: 'port-range', data: { ...problem } };
  if (!bind || isIp(bind)) return;
  const isSocket = bind.startsWith(UNIX_PREFIX);
  const socket = bindField.parent?.parent?.name === 'egress' ? ' or number: 0 for the socket' : '';
  const advice = `Write an IP address${isSocket ? socket : ''}, or leave bind out.`;
  yield { field: bindField, id: 'bind', data: { number, bind, advice } };
}

/** Listeners of one direction with a port number that an earlier one has. Source: istio/istio ValidateSidecar. */
export function* repeatedPortProblems(listeners: readonly Field[]): Generator<ListenerProblem> {
  const first = new Map<number, Field>();
  for (const listener of listeners) {
    const field = listener.get('port', 'number');
    const number = field.number;
    if (number === undefined || portProblem(number)) continue;
    const earlier = first.get(number);
    if (!earlier) first.set(number, field);
    else {
      const related = [{ field: earlier, message: 'The first listener of that port' }];
      yield { field, id: 'port-repeated', data: { number, direction: listener.parent?.name ?? '' }, related };
    }
  }
}
