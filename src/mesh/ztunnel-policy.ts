import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import {
  actionOf,
  isEmptyList,
  OPERATION_FIELDS,
  operationsOf,
  rulesOf,
  SOURCE_FIELDS,
  sourcesOf,
  writtenLists,
} from './authorization-policy.ts';

/** What ztunnel makes of a policy that names things which only a waypoint knows. */
export interface ZtunnelReading {
  /**
   * action: it does not know the action, and the whole does nothing. allow: rules are left out, so what only they allow is
   * denied. deny-nothing: rules match no connection. deny-more: rules match by what is left of them.
   */
  effect: 'action' | 'allow' | 'deny-nothing' | 'deny-more';
  /** What it does not know, in order; of each name the first place. */
  unknown: Field[];
  /** Does it concern all rules of the policy? */
  isWhole: boolean;
}

/**
 * How ztunnel enforces an AuthorizationPolicy otherwise than it reads; empty where it does not. Rules that are not known are
 * not judged. Source: convertAuthorizationPolicy in pilot/pkg/serviceregistry/ambient/authorization.go of istio/istio, and
 * Authorization::matches in src/rbac.rs of istio/ztunnel, where a clause without any known attribute matches nothing.
 */
export function readingsOfZtunnel(policy: Resource): ZtunnelReading[] {
  const action = actionOf(policy);
  if (action === 'CUSTOM' || action === 'AUDIT')
    return [{ effect: 'action', unknown: [policy.spec.child('action')], isWhole: true }];
  if (action === undefined) return [];
  const rules = rulesOf(policy);
  const read = rules.map((rule) => readRule(rule));
  const group = (effect: ZtunnelReading['effect'], isIn: (rule: RuleReading) => boolean): ZtunnelReading[] => {
    const found = read.filter((rule) => rule.unknown.length > 0 && isIn(rule));
    const unknown = firstOfEach(found.flatMap((rule) => rule.unknown));
    return found.length > 0 ? [{ effect, unknown, isWhole: found.length === rules.length }] : [];
  };
  if (action === 'ALLOW') return group('allow', () => true);
  return [...group('deny-nothing', ({ matches }) => !matches), ...group('deny-more', ({ matches }) => matches)];
}

interface RuleReading {
  unknown: Field[];
  /** Could a connection match what is left of the rule? */
  matches: boolean;
}

function readRule(rule: Field): RuleReading {
  const clauses = [
    operationsOf(rule).map((operation) => readLists(operation, OPERATION_FIELDS, HTTP_OPERATIONS)),
    sourcesOf(rule).map((source) => readLists(source, SOURCE_FIELDS, HTTP_SOURCES)),
    ...rule
      .child('when')
      .maps()
      .map((condition) => [readCondition(condition)]),
  ].filter((clause) => clause.length > 0);
  return {
    unknown: clauses.flatMap((clause) => clause.flatMap(({ unknown }) => unknown)),
    matches: clauses.every((clause) => clause.some(({ matches }) => matches)),
  };
}

const HTTP_OPERATIONS = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];
const HTTP_SOURCES = ['remoteIpBlocks', 'notRemoteIpBlocks', 'requestPrincipals', 'notRequestPrincipals'];
/** Neither sent to ztunnel nor taken for HTTP. */
const UNHEARD = ['trustDomains', 'notTrustDomains'];

function readLists(place: Field, fields: Parameters<typeof writtenLists>[1], http: readonly string[]): RuleReading {
  const lists = writtenLists(place, fields)
    .map(({ list }) => list)
    .filter((list) => !isEmptyList(list));
  const unknown = lists.filter(({ name }) => http.includes(name));
  return { unknown, matches: lists.some(({ name }) => !http.includes(name) && !UNHEARD.includes(name)) };
}

const L4_KEYS = ['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port'];

function readCondition(condition: Field): RuleReading {
  const key = condition.child('key');
  const isL4 = key.string === undefined || L4_KEYS.includes(key.string);
  return { unknown: isL4 ? [] : [key], matches: isL4 };
}

/** What a field calls that ztunnel does not know: a list by its name, a condition by its key. */
export function attributeOf(field: Field): string {
  return field.name === 'key' ? (field.string ?? '') : field.name;
}

function firstOfEach(fields: readonly Field[]): Field[] {
  const names = fields.map(attributeOf);
  return fields.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}
