import { defineRule } from '../../engine/rule.ts';
import { lacks } from '../../mesh/settings/misspelt.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';

/** A route that leads nowhere answers nothing; Istio takes only such as say what becomes of a request. */
export default defineRule({
  summary: 'A VirtualService has routes, and each route says where traffic goes',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    'no-routes': {
      text: 'The VirtualService has no http, tls or tcp routes, so Istio rejects it.',
      help: 'Write a route, or delete the resource.',
    },
    'no-action': {
      text: 'The HTTP route has neither route, redirect, directResponse nor delegate, so Istio rejects it.',
      help: 'Write where matching requests go.',
    },
    'no-destination': {
      text: 'The {{kind}} route has no destinations in route, so Istio rejects it.',
      help: 'Write route with a destination.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute'],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    const { spec, isPatch } = service;
    if (isPatch || !(spec.isMap || !spec.isSet)) return;
    if (lacks(spec, 'http', 'tls', 'tcp')) {
      context.report(spec, 'no-routes', {}, { at: 'key' });
      return;
    }
    // A delegate that delegates is action-conflict's to tell.
    for (const route of routesOf(service, 'http'))
      if (lacks(route, 'route', 'redirect', 'directResponse', 'delegate')) context.report(route, 'no-action');
    for (const kind of ['tls', 'tcp'] as const)
      for (const route of routesOf(service, kind))
        if (lacks(route, 'route')) context.report(route, 'no-destination', { kind: kind.toUpperCase() });
  },
});
