import {
  ipBlockProblem,
  pathTemplateProblem,
  portTextProblem,
  serviceAccountProblem,
  trustDomainMatchProblem,
  wildcardProblem,
} from '../../values/authz.ts';
import type { Field } from '../../yaml/field.ts';
import type { ValueKind } from '../authorization-policy.ts';

const EMPTY = {
  text: '"{{name}}" holds an empty value, so Istio rejects the policy.',
  help: 'Delete the empty value, or write what it was to be.',
};
const IP = {
  text: '"{{value}}" in "{{name}}" {{problem}}, so Istio rejects the policy.',
  help: 'Write an IP address such as 10.1.2.3, or a range such as 10.1.0.0/16; names and wildcards are not looked up.',
};
const PORT = {
  text: 'The port "{{value}}" {{problem}}, so Istio rejects the policy.',
  help: 'Write the number of the port that the workload listens on, in quotes: "8080".',
};
const SERVICE_ACCOUNT = {
  text: 'The service account "{{value}}" {{problem}}, so Istio rejects the policy.',
  help: 'Write name, or namespace/name; to match more with a wildcard, use principals or namespaces.',
};
const TRUST_DOMAIN = {
  text: 'The trust domain "{{value}}" {{problem}}, so Istio rejects the policy.',
  help: 'Write it in full as in cluster.local, or with one "*" at its start or end.',
};
const PATH_TEMPLATE = {
  text: 'The path "{{value}}" {{problem}}, so Istio rejects the policy.',
  help: 'Write "{*}" for one whole segment and "{**}" for all further ones, as in /api/{*}/items/{**}.',
};

/** What each problem of a source's values is called to a person. */
export const SOURCE_VALUE_MESSAGES = {
  'empty-value': EMPTY,
  'ip-block': IP,
  'service-account': SERVICE_ACCOUNT,
  'trust-domain': TRUST_DOMAIN,
};

/** The same of an operation. */
export const OPERATION_VALUE_MESSAGES = { 'empty-value': EMPTY, port: PORT, 'path-template': PATH_TEMPLATE };

/** The same of a condition. */
export const CONDITION_VALUE_MESSAGES = { ...SOURCE_VALUE_MESSAGES, port: PORT };

type ProblemId = keyof typeof CONDITION_VALUE_MESSAGES | keyof typeof OPERATION_VALUE_MESSAGES;

export interface ValueProblem<Id> {
  field: Field;
  id: Id;
  data: { name: string; value: string; problem: string };
}

const CHECKS: Record<Exclude<ValueKind, 'text'>, [id: ProblemId, problemOf: (text: string) => string | undefined]> = {
  ip: ['ip-block', ipBlockProblem],
  port: ['port', portTextProblem],
  path: ['path-template', pathTemplateProblem],
  'service-account': ['service-account', serviceAccountProblem],
  'trust-domain': ['trust-domain', trustDomainMatchProblem],
  wildcard: ['trust-domain', wildcardProblem],
};

/** What Istio refuses among the values of a list, as far as there is a message. `name` is what messages call the list. */
export function valueProblems<M extends object>(
  list: Field,
  kind: ValueKind,
  name: string,
  messages: M,
): ValueProblem<keyof M>[] {
  const problems: ValueProblem<keyof M>[] = [];
  if (list.texts().every((text) => problemOf(text, kind) === undefined)) return problems;
  for (const field of list.items()) {
    const value = field.string;
    if (value === undefined) continue;
    const [id, problem] = problemOf(value, kind) ?? [];
    if (id && problem && isKey(messages, id)) problems.push({ field, id, data: { name, value, problem } });
  }
  return problems;
}

function problemOf(value: string, kind: ValueKind): [ProblemId, string] | undefined {
  if (value === '') return ['empty-value', 'is empty'];
  if (kind === 'text') return undefined;
  const [id, check] = CHECKS[kind];
  const problem = check(value);
  return problem ? [id, problem] : undefined;
}

function isKey<M extends object>(messages: M, id: PropertyKey): id is keyof M {
  return id in messages;
}
