import { defineRule } from '../../engine/rule.ts';
import { ambientReach } from '../../mesh/ambient.ts';
import {
  actionOf,
  isEmptyList,
  type ListField,
  OPERATION_FIELDS,
  operationsOf,
  rulesOf,
  SOURCE_FIELDS,
  sourcesOf,
  writtenLists,
} from '../../mesh/authorization-policy.ts';
import { conditionKeys, isHttpKey, proxiedWorkloads, unreadParts } from '../../mesh/http-rules.ts';
import { hasTargets } from '../../mesh/policy-targets.ts';
import type { Workload } from '../../mesh/workloads.ts';
import type { Field } from '../../yaml/field.ts';

/** What a TCP connection does not have is left out of a DENY rule for it, and what is left matches too much. */
export default defineRule({
  summary: 'A DENY rule with HTTP attributes names the ports that it is for',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    security: 'warning',
    'istio-validate': ['warning', { likeAdmission: true }],
    'istioctl-parity': ['warning', { likeAdmission: true }],
  },
  codes: ['IST0133'],
  options: {
    likeAdmission: {
      type: 'boolean',
      default: false,
      description:
        'Judge as istiod does at admission: it looks at no conditions and no trust domains, and one operation with ports is enough for all of a rule.',
    },
  },
  messages: {
    'no-ports': {
      text: 'This DENY rule has an operation by HTTP attributes and no ports, so on TCP ports it denies {{denied}}.',
      help: 'Add the ports that serve HTTP to the operation, as in ports: ["8080"].',
    },
    'no-operation': {
      text: 'This DENY rule selects callers by HTTP attributes alone, so on TCP ports it denies {{denied}}.',
      help: 'Add the ports that serve HTTP: "to" with an operation, as in ports: ["8080"].',
    },
    'trust-domains': {
      text: 'istiod takes trust domains for HTTP attributes, and warns that this DENY rule denies all connections to TCP ports.',
      help: 'Add the ports that are meant: "to" with an operation, as in ports: ["8080"]; without them, the rule works all the same.',
    },
    'http-conditions': {
      text: 'This DENY rule has conditions on HTTP attributes alone, so on TCP ports it denies all connections.',
      help: 'Add the ports that serve HTTP: "to" with an operation, as in ports: ["8080"].',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/security-issues/',
    'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['action'],
  check(policy, context) {
    if (actionOf(policy) !== 'DENY') return;
    const { mesh, options } = context;
    const { likeAdmission } = options;
    // ztunnel leaves such rules out, and ambient/l7-policy-without-waypoint says so.
    if (!likeAdmission && !hasTargets(policy) && ambientReach(mesh, policy)?.isWhole) return;
    let workloads: Workload[] | undefined;
    // Where Services show that no port of the part is HTTP, authz/http-on-tcp-port says so.
    const isKnown = (rule: Field, operation?: Field) => {
      if (likeAdmission) return false;
      workloads ??= proxiedWorkloads(mesh, policy);
      const parts = unreadParts(mesh, workloads, rule, 'DENY');
      return parts.some(({ part }) => operation === undefined || part.node === operation.node);
    };
    for (const rule of rulesOf(policy)) {
      if (!likeAdmission && mayNamePort(rule)) continue;
      const [sources, operations] = [sourcesOf(rule), operationsOf(rule)];
      const operation = httpOnly(operations, OPERATION_FIELDS, likeAdmission);
      const source = isEmptyList(rule.child('to')) ? httpOnly(sources, SOURCE_FIELDS, likeAdmission) : undefined;
      if (operation) {
        if (isKnown(rule, operation)) continue;
        const isLimited = hasTcpCondition(rule) || (sources.length > 0 && sources.every(hasTcpSource));
        context.report(operation, 'no-ports', { denied: denied(isLimited) }, { at: 'key' });
      } else if (source && hasTcpSource(source)) {
        context.report(source, 'trust-domains', {}, { at: 'key' });
      } else if (source) {
        if (isKnown(rule)) continue;
        context.report(source, 'no-operation', { denied: denied(hasTcpCondition(rule)) }, { at: 'key' });
      } else if (!likeAdmission && hasHttpConditionsAlone(rule) && !isKnown(rule))
        context.report(rule.child('when'), 'http-conditions', {}, { at: 'key' });
    }
  },
});

/** What admission takes for HTTP, though connections have it. */
const OVERLOOKED = ['trustDomains', 'notTrustDomains'];

/** The first of alternatives that a TCP connection has nothing of; as at admission, only where there is no other. */
function httpOnly(parts: Field[], fields: readonly ListField[], likeAdmission: boolean): Field | undefined {
  const found = parts.filter((part) => {
    const lists = writtenLists(part, fields).filter(({ list }) => !isEmptyList(list));
    return (
      lists.length > 0 && !lists.some(({ known }) => known.tcp && !(likeAdmission && OVERLOOKED.includes(known.name)))
    );
  });
  return likeAdmission && found.length < parts.length ? undefined : found[0];
}

function hasTcpSource(source: Field): boolean {
  return httpOnly([source], SOURCE_FIELDS, false) === undefined;
}

function denied(isLimited: boolean): string {
  return isLimited ? 'all connections that match the rest of it' : 'all connections';
}

function hasHttpConditionsAlone(rule: Field): boolean {
  return (
    ['from', 'to'].every((name) => isEmptyList(rule.child(name))) &&
    conditionKeys(rule).length > 0 &&
    !hasTcpCondition(rule)
  );
}

function mayNamePort(rule: Field): boolean {
  return conditionKeys(rule).some((key) => key.isUnknown || key.string === 'destination.port');
}

function hasTcpCondition(rule: Field): boolean {
  return conditionKeys(rule).some((key) => !isHttpKey(key));
}
