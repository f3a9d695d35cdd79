import { type Context, defineRule } from '../../engine/rule.ts';
import { isDelegate, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  conflict: {
    text: '{{one}} answers the request itself and cannot stand beside {{others}}, so Istio rejects it.',
    help: 'Keep {{one}} alone, or delete it.',
  },
  'two-mirrors': {
    text: 'mirror and mirrors are both set, and only one of them can hold, so Istio rejects it.',
    help: 'Move the destination of mirror into mirrors, and delete mirror.',
  },
  'delegate-beside': {
    text: 'The route delegates to another VirtualService and has {{other}} of its own, so Istio rejects it.',
    help: 'Delete {{other}}, or delegate.',
  },
  'delegate-again': {
    text: 'A VirtualService without hosts is a delegate itself and cannot delegate again, so Istio rejects it.',
    help: 'Delegate to it from one with hosts, or write hosts.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** A request is routed, redirected or answered; what belongs to another of these has no place beside it. */
export default defineRule({
  summary: 'A route does one thing with a request: route, redirect, answer or delegate',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['delegate', 'redirect', 'directResponse', 'mirrors'],
  check(service, context) {
    const isPart = isDelegate(service);
    for (const route of routesOf(service, 'http')) {
      const delegate = route.child('delegate');
      if (delegate.isSet && !isPart) {
        const other = ['redirect', 'route'].map((name) => route.child(name)).find(isThere);
        if (other && service.spec.child('hosts').isList)
          context.report(other, 'delegate-beside', { other: other.name }, { at: 'key' });
        continue;
      }
      if (delegate.isSet) context.report(delegate, 'delegate-again', {}, { at: 'key' });
      checkActions(route, context);
    }
  },
});

/** A redirect or a direct response needs no route, and nothing that changes what a route does. */
function checkActions(route: Field, context: Here): void {
  if (!['redirect', 'directResponse', 'mirrors'].some((name) => route.has(name))) return;
  const [redirect, mirror, mirrors] = [route.child('redirect'), route.child('mirror'), route.child('mirrors')];
  const answer = isThere(redirect) ? redirect : route.child('directResponse');
  const beside = ['route', 'fault', 'rewrite', 'directResponse']
    .filter((name) => name !== answer.name && route.has(name))
    .map((name) => route.child(name))
    .filter(isThere);
  const [first, ...more] = beside;
  if (first && isThere(answer)) {
    const related = [answer, ...more].map((field) => ({ field, message: `${field.name} is here` }));
    const data = { one: answer.name, others: beside.map(({ name }) => name).join(' and ') };
    context.report(first, 'conflict', data, { at: 'key', related });
  }
  if (isThere(mirror) && isThere(mirrors)) {
    const related = [{ field: mirror, message: 'mirror is here' }];
    context.report(mirrors, 'two-mirrors', {}, { at: 'key', related });
  }
}

/** An empty list is the same as none, an empty map is not. */
function isThere(field: Field): boolean {
  return field.isMap || field.size > 0;
}
