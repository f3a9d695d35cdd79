import { suggest } from '../../text/suggest.ts';
import { portProblem } from '../../values/port.ts';
import { protocolOf, SUPPORTED_PROTOCOLS } from '../../values/protocol.ts';
import { type Edit, rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

export interface ProtocolProblem {
  data: { protocol: string; wanted: string };
  extras: { suggestions?: { desc: string; edit: Edit }[] };
}

/**
 * A port's protocol that Istio does not know, with what may be meant (`HTTP/2`, `http1.1` and ` TCP ` mean one). Nothing
 * where it is not written or empty, which is for each kind to judge. Source: istio/istio protocol.Parse.
 */
export function protocolProblem(field: Field): ProtocolProblem | undefined {
  const protocol = field.string;
  if (!protocol || protocolOf(protocol) !== 'Unsupported') return undefined;
  const near = suggest(protocol.trim(), SUPPORTED_PROTOCOLS) ?? protocolIn(protocol);
  const edit = near && rewriteString(field, near);
  return {
    data: { protocol, wanted: near ?? `one of ${SUPPORTED_PROTOCOLS.join(', ')}` },
    extras: edit ? { suggestions: [{ desc: `Write ${near}`, edit }] } : {},
  };
}

/** A port number that the CRD lets pass, as it does from 0 to 4294967295, and Istio refuses. Source: ValidatePort. */
export function portNumberProblem(field: Field): { number: number; problem: string } | undefined {
  const { number = -1 } = field;
  const problem = portProblem(number);
  return problem && Number.isInteger(number) && number >= 0 && number < 2 ** 32 ? { number, problem } : undefined;
}

function protocolIn(text: string): string | undefined {
  const word = text.replace(/[^A-Za-z0-9]/g, '').replace(/^(http)1[01]?$/i, '$1');
  const protocol = protocolOf(word);
  return protocol === 'Unsupported' ? undefined : protocol;
}
