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
    for (const match of httpMatchesOf(service)) {
      for (const header of match.child('headers').entries()) {
        if (header.exists && !header.isSet) context.report(header, 'header-null', { name: header.name }, { at: 'key' });
        checkName(header, context);
        checkPrefix(header, context);
      }
      for (const header of match.child('withoutHeaders').entries()) {
        checkName(header, context);
        checkPrefix(header, context);
      }
      for (const name of ['scheme', 'method', 'authority']) checkPrefix(match.child(name), context);
      for (const parameter of match.child('queryParams').entries()) checkPrefix(parameter, context);
      checkSource(match, context);
    }
  },
});

const PSEUDO = new Set([':method', ':scheme', ':authority', ':path', ':status']);

function checkName(header: Field, context: Here): void {
  const { name } = header;
  if (PSEUDO.has(name) || isJwtClaim(name) || hasPlaceholder(name)) return;
  const problem = headerNameProblem(name);
  if (problem) context.report(header, 'header-name', { name, problem }, { at: 'key' });
}

function checkPrefix(condition: Field, context: Here): void {
  const prefix = condition.child('prefix');
  if (prefix.string === '') context.report(prefix, 'empty-prefix', { place: condition.display });
}

function checkSource(match: Field, context: Here): void {
  const port = match.child('port');
  const problem = port.number && isUint32(port.number) ? portProblem(port.number) : undefined;
  if (problem) context.report(port, 'port', { port: port.number ?? 0, problem });
  const namespace = match.child('sourceNamespace');
  const wrong = namespace.string ? dnsLabelProblem(namespace.string) : undefined;
  if (wrong) context.report(namespace, 'source-namespace', { namespace: namespace.string ?? '', problem: wrong });
  for (const { field, id, data, at } of labelsProblems(match.child('sourceLabels')))
    context.report(field, id, data, { at });
}
