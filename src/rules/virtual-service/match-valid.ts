import { type Context, defineRule } from '../../engine/rule.ts';
import { LABEL_MESSAGES, labelsProblems } from '../../mesh/settings/labels.ts';
import { httpMatchesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { dnsLabelProblem } from '../../values/dns.ts';
import { headerNameProblem } from '../../values/http.ts';
import { isJwtClaim } from '../../values/jwt-claim.ts';
import { isUint32, portProblem } from '../../values/port.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';

const MESSAGES = {
  'header-name': {
    text: 'The header "{{name}}" {{problem}}, so Istio rejects it.',
    help: "Write the header's name alone, a pseudo-header such as :path, or a claim: @request.auth.claims.group.",
  },
  'header-null': {
    text: 'The header "{{name}}" has no condition, so Istio rejects it.',
    help: 'Write exact, prefix or regex; {} where any value will do.',
  },
  'empty-prefix': {
    text: 'The prefix in {{place}} is empty, so it matches everything, and Istio rejects it.',
    help: 'Write the prefix, or delete the condition.',
  },
  port: {
    text: 'The port {{port}} {{problem}}, so Istio rejects it.',
    help: 'Write the number of a port that traffic comes in on.',
  },
  'source-namespace': {
    text: 'The sourceNamespace "{{namespace}}" {{problem}}, so Istio rejects it.',
    help: 'Write the name of a namespace.',
  },
  ...LABEL_MESSAGES,
};

type Here = Context<keyof typeof MESSAGES>;

/** A match condition decides which requests a route gets. */
export default defineRule({
  summary: 'Match conditions of HTTP routes name headers, ports and namespaces that can exist',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['match'],
  check(service, context) {
    for (const match of httpMatchesOf(service))
      for (const condition of match.entries()) checkCondition(condition, context);
  },
});

function checkCondition(condition: Field, context: Here): void {
  switch (condition.name) {
    case 'headers':
    case 'withoutHeaders':
      for (const header of condition.entries()) {
        if (!header.isSet && condition.name === 'headers')
          context.report(header, 'header-null', { name: header.name }, { at: 'key' });
        checkName(header, context);
        checkPrefix(header, context);
      }
      break;
    case 'scheme':
    case 'method':
    case 'authority':
      checkPrefix(condition, context);
      break;
    case 'queryParams':
      for (const parameter of condition.entries()) checkPrefix(parameter, context);
      break;
    case 'port':
      checkPort(condition, context);
      break;
    case 'sourceNamespace':
      checkNamespace(condition, context);
      break;
    case 'sourceLabels':
      for (const { field, id, data, at } of labelsProblems(condition)) context.report(field, id, data, { at });
  }
}

const PSEUDO = new Set([':method', ':scheme', ':authority', ':path', ':status']);

function checkName(header: Field, context: Here): void {
  const { name } = header;
  if (PSEUDO.has(name) || isJwtClaim(name) || hasPlaceholder(name)) return;
  const problem = headerNameProblem(name);
  if (problem) context.report(header, 'header-name', { name, problem }, { at: 'key' });
}

function checkPrefix(condition: Field, context: Here): void {
  if (condition.textOf('prefix') === '')
    context.report(condition.child('prefix'), 'empty-prefix', { place: condition.display });
}

function checkPort(port: Field, context: Here): void {
  const problem = port.number && isUint32(port.number) ? portProblem(port.number) : undefined;
  if (problem) context.report(port, 'port', { port: port.number ?? 0, problem });
}

function checkNamespace(namespace: Field, context: Here): void {
  const problem = namespace.string ? dnsLabelProblem(namespace.string) : undefined;
  if (problem) context.report(namespace, 'source-namespace', { namespace: namespace.string ?? '', problem });
}
