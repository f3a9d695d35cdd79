import { defineRule } from '../../engine/rule.ts';
import { isDelegate, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import type { Field } from '../../yaml/field.ts';

/** A request is routed, redirected or answered; what belongs to another of these has no place beside it. */
export default defineRule({
  summary: 'A route does one thing with a request: route, redirect, answer or delegate',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    conflict: {
      text: 'The route has both {{one}} and {{other}}, and only one can be done, so Istio rejects it.',
      help: 'Keep one of them.',
    },
    'delegate-beside': {
      text: 'The route delegates to another VirtualService and has {{other}} of its own, so Istio rejects it.',
      help: 'Delete {{other}}, or delegate.',
    },
    'delegate-again': {
      text: 'A VirtualService without hosts is a delegate itself and cannot delegate again, so Istio rejects it.',
      help: 'Delegate to it from one with hosts, or write hosts.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    const isPart = isDelegate(service);
    for (const route of routesOf(service, 'http')) {
      const delegate = route.child('delegate');
      if (delegate.isSet && !isPart) {
        const other = ['redirect', 'route'].map((name) => route.child(name)).find(({ isSet }) => isSet);
        if (other && service.spec.child('hosts').isList)
          context.report(other, 'delegate-beside', { other: other.name }, { at: 'key' });
        continue;
      }
      if (delegate.isSet) context.report(delegate, 'delegate-again', {}, { at: 'key' });
      for (const [one, other] of conflictsOf(route)) {
        const related = [{ field: one, message: `${one.name} is here` }];
        context.report(other, 'conflict', { one: one.name, other: other.name }, { at: 'key', related });
      }
    }
  },
});

function conflictsOf(route: Field): [Field, Field][] {
  const isThere = (field: Field) => (field.isList ? field.items().length > 0 : field.isSet);
  const actions = ['redirect', 'directResponse'].map((name) => route.child(name)).filter(isThere);
  const [action] = actions;
  const beside = ['route', 'fault', 'rewrite', 'directResponse'].map((name) => route.child(name)).filter(isThere);
  const [first] = action ? beside.filter(({ name }) => name !== action.name) : [];
  const [mirror, mirrors] = [route.child('mirror'), route.child('mirrors')];
  return [
    ...(action && first ? [[action, first] as [Field, Field]] : []),
    ...(mirror.isSet && mirrors.items().length > 0 ? [[mirror, mirrors] as [Field, Field]] : []),
  ];
}
