import { defineRule } from '../../engine/rule.ts';
import { unreachableRoutes } from '../../mesh/settings/match-order.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { moveToEnd } from '../../yaml/move-item.ts';

/** The first route that matches gets the request, so what comes after a route for everything gets none. */
export default defineRule({
  summary: 'Every route of a VirtualService can be reached',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istio-validate': 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0130'],
  messages: {
    'after-all': {
      text: 'No request gets to this route, for the one in line {{line}} has no match and takes all of them.',
      help: 'Move the route without match to the end.',
    },
    'all-used': {
      text: 'No request gets to this route, for earlier routes match all that it matches.',
      help: 'Delete it, or change its match.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
    'https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    for (const kind of ['http', 'tcp', 'tls'] as const)
      for (const [index, { field, by }] of unreachableRoutes(routesOf(service, kind)).entries()) {
        if (!by) {
          context.report(field, 'all-used');
          continue;
        }
        const edit = index === 0 ? moveToEnd(by) : undefined;
        const suggestions = edit ? [{ desc: 'Move the route without match to the end', edit }] : [];
        const related = [{ field: by, message: 'this route has no match' }];
        context.report(field, 'after-all', { line: by.range.line }, { related, suggestions });
      }
  },
});
