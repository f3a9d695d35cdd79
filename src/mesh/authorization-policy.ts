import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { isMisspelt } from './settings/misspelt.ts';

const ACTIONS = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'] as const;

/** What a policy does with the requests that its rules match. Source: AuthorizationPolicy.Action. */
export type Action = (typeof ACTIONS)[number];

/**
 * The action of a policy, ALLOW where nothing or null is written. Undefined where it is not known: a placeholder, another
 * word, a patch that leaves it out.
 */
export function actionOf(policy: Resource): Action | undefined {
  return policy.ask(readAction);
}

function readAction(policy: Resource): Action | undefined {
  const field = policy.spec.child('action');
  if (!field.isSet) return policy.isPatch || isMisspelt(field) ? undefined : 'ALLOW';
  return ACTIONS.find((each) => each === field.string);
}

/** What the values of a list have to be. */
export type ValueKind = 'text' | 'ip' | 'port' | 'path' | 'service-account' | 'trust-domain' | 'wildcard';

export interface ListField {
  name: string;
  kind: ValueKind;
  /** Does a TCP connection have it too? */
  tcp: boolean;
  /** The first Istio minor that has it, where there are older ones without. */
  since?: string;
}

/** The fields of a source, which all are lists of texts. Source: AuthorizationPolicy Source. */
export const SOURCE_FIELDS: readonly ListField[] = withNegations([
  { name: 'principals', kind: 'text', tcp: true },
  { name: 'requestPrincipals', kind: 'text', tcp: false },
  { name: 'namespaces', kind: 'text', tcp: true },
  { name: 'ipBlocks', kind: 'ip', tcp: true },
  { name: 'remoteIpBlocks', kind: 'ip', tcp: true },
  { name: 'serviceAccounts', kind: 'service-account', tcp: true, since: '1.25' },
  { name: 'trustDomains', kind: 'trust-domain', tcp: true, since: '1.30' },
]);

/** The fields of an operation, which all are lists of texts. Source: AuthorizationPolicy Operation. */
export const OPERATION_FIELDS: readonly ListField[] = withNegations([
  { name: 'hosts', kind: 'text', tcp: false },
  { name: 'ports', kind: 'port', tcp: true },
  { name: 'methods', kind: 'text', tcp: false },
  { name: 'paths', kind: 'path', tcp: false },
]);

function withNegations(fields: ListField[]): ListField[] {
  return fields.flatMap((field) => [
    field,
    { ...field, name: `not${field.name.slice(0, 1).toUpperCase()}${field.name.slice(1)}` },
  ]);
}

/** The lists of a source or operation that are written, each with what is known of it. */
export function writtenLists(place: Field, fields: readonly ListField[]): { list: Field; known: ListField }[] {
  const written: { list: Field; known: ListField }[] = [];
  for (const list of place.entries()) {
    const known = list.isSet ? fields.find(({ name }) => name === list.name) : undefined;
    if (known) written.push({ list, known });
  }
  return written.length > 1 ? written.sort((a, b) => fields.indexOf(a.known) - fields.indexOf(b.known)) : written;
}

/** The rules of a policy. */
export function rulesOf(policy: Resource): readonly Field[] {
  return policy.ask(readRules);
}

function readRules({ spec }: Resource): readonly Field[] {
  return spec.child('rules').items();
}

/** The sources of a rule. */
export function sourcesOf(rule: Field): Field[] {
  return wrappedIn(rule.child('from'), 'source');
}

/** The operations of a rule. */
export function operationsOf(rule: Field): Field[] {
  return wrappedIn(rule.child('to'), 'operation');
}

function wrappedIn(list: Field, name: string): Field[] {
  const wrapped: Field[] = [];
  for (const item of list.items()) {
    const field = item.child(name);
    if (field.isMap) wrapped.push(field);
  }
  return wrapped;
}

/** Not written, null, or a list without items, which are the same to Istio. What is of another type is not judged. */
export function isEmptyList(field: Field): boolean {
  return !field.isSet || (field.isList && field.size === 0);
}
