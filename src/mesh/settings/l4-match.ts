import { subnetProblem } from '../../values/ip.ts';
import { isUint32, portProblem } from '../../values/port.ts';
import type { Field } from '../../yaml/field.ts';
import { type LabelProblem, labelsProblems } from './labels.ts';

/** What each problem of a match condition of TLS and TCP routes is called to a person. */
export const L4_MESSAGES = {
  subnet: {
    text: 'The destination subnet "{{subnet}}" {{problem}}, so Istio rejects it.',
    help: 'Write an IP address, or a range such as 10.0.0.0/16.',
  },
  port: {
    text: 'The port {{port}} {{problem}}, so Istio rejects it.',
    help: 'Write the number of a port that traffic comes in on.',
  },
};

export interface L4MatchProblem {
  field: Field;
  id: keyof typeof L4_MESSAGES | LabelProblem['id'];
  data: Record<string, string | number>;
  at: 'key' | 'value';
}

/** What Istio refuses in a match condition by address, port and labels. Source: L4MatchAttributes, TLSMatchAttributes. */
export function* l4MatchProblems(match: Field): Generator<L4MatchProblem> {
  for (const field of match.child('destinationSubnets').items()) {
    const subnet = field.string;
    const problem = subnet === undefined ? undefined : subnetProblem(subnet);
    if (subnet !== undefined && problem) yield { field, id: 'subnet', data: { subnet, problem }, at: 'value' };
  }
  const port = match.child('port');
  const problem = port.number && isUint32(port.number) ? portProblem(port.number) : undefined;
  if (problem) yield { field: port, id: 'port', data: { port: port.number ?? 0, problem }, at: 'value' };
  yield* labelsProblems(match.child('sourceLabels'));
}
