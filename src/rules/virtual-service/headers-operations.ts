import { type Context, defineRule } from '../../engine/rule.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { headerValueProblem } from '../../values/http.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';

const MESSAGES = {
  empty: { text: 'A header without a name is {{done}}, so Istio rejects it.', help: "Write the header's name." },
  'pseudo-header': {
    text: 'The pseudo-header "{{name}}" cannot be {{done}}, so Istio rejects it.',
    help: 'Write a header without ":"; path and authority are changed by rewrite.',
  },
  host: {
    text: 'The header "{{name}}" cannot be {{done}}, so Istio rejects it.',
    help: 'Write rewrite.authority, or set :authority in the request headers.',
  },
  value: {
    text: 'The value of the header "{{name}}" {{problem}}, so Istio rejects it.',
    help: 'Write plain text, with %% for a percent sign and %COMMAND% for what Envoy fills in.',
  },
  'authority-twice': {
    text: 'The authority is set here and in {{other}}, and only one can hold, so Istio rejects it.',
    help: 'Keep one of them; rewrite.authority alone is enough.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** Headers are changed by the proxy on the way to the workload and back. */
export default defineRule({
  summary: 'Header operations name headers that can be changed, and values that Envoy can format',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers',
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['headers'],
  check(service, context) {
    for (const route of routesOf(service, 'http')) {
      checkHeaders(route.child('headers'), context);
      for (const destination of route.child('route').items()) checkHeaders(destination.child('headers'), context);
      checkAuthority(route, context);
    }
  },
});

/** By operation, what it does to a header. */
const DONE: ReadonlyMap<string, string> = new Map([
  ['set', 'set'],
  ['add', 'added'],
  ['remove', 'removed'],
]);

function checkHeaders(headers: Field, context: Here): void {
  for (const direction of headers.entries())
    for (const list of direction.entries()) {
      const operation = list.name;
      const done = DONE.get(operation);
      if (done === undefined || !(direction.name === 'request' || direction.name === 'response')) continue;
      const mayBeAuthority = direction.name === 'request' && operation !== 'remove';
      for (const field of operation === 'remove' ? list.items() : list.entries()) {
        const name = operation === 'remove' ? field.string : field.name;
        if (name === undefined || hasPlaceholder(name)) continue;
        const id = nameProblem(name, mayBeAuthority);
        const at = operation === 'remove' ? 'value' : 'key';
        if (id) context.report(field, id, { name, done }, { at });
        else if (operation !== 'remove') checkValue(field, context);
      }
    }
}

function nameProblem(name: string, mayBeAuthority: boolean): 'empty' | 'host' | 'pseudo-header' | undefined {
  if (name === '') return 'empty';
  const lower = name.toLowerCase();
  if (mayBeAuthority && (lower === 'host' || lower === ':authority')) return undefined;
  if (lower === 'host') return 'host';
  return name.startsWith(':') ? 'pseudo-header' : undefined;
}

function checkValue(field: Field, context: Here): void {
  const problem = field.string === undefined ? undefined : headerValueProblem(field.string);
  if (problem) context.report(field, 'value', { name: field.name, problem });
}

/** The authority can be changed by rewrite, by set and by add, in one of them. Istio passes over an empty first one. */
function checkAuthority(route: Field, context: Here): void {
  const request = route.child('headers').child('request');
  if (!request.isMap) return;
  const places = [
    route.get('rewrite', 'authority'),
    ...['set', 'add'].flatMap((name) =>
      request
        .child(name)
        .entries()
        .filter(({ name: header }) => /^(?::authority|host)$/i.test(header)),
    ),
  ].filter(({ isSet }) => isSet);
  const start = places.findIndex(({ string }) => string !== '');
  const [first, second] = start < 0 ? [] : places.slice(start);
  if (!first || !second) return;
  const related = [{ field: first, message: 'the authority is set here' }];
  context.report(second, 'authority-twice', { other: first.display }, { at: 'key', related });
}
