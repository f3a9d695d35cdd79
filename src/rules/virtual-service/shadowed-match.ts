import { defineRule } from '../../engine/rule.ts';
import { shadowedMatches } from '../../mesh/settings/match-order.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';

/** A condition that an earlier one leaves nothing to is dead text, or stands in the wrong place. */
export default defineRule({
  summary: 'No match condition comes after one that takes all of its requests',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'info', 'istio-validate': 'warning', 'istioctl-parity': 'info' },
  codes: ['IST0131'],
  messages: {
    same: {
      text: 'The condition in line {{line}} matches the same requests, so this one gets none.',
      help: 'Delete one of the two.',
    },
    wider: {
      text: 'The condition in line {{line}} matches the prefix of this path too, so this one gets no request.',
      help: 'Move the longer path before the shorter one.',
    },
    path: {
      text: 'The condition in line {{line}} matches this path whatever else a request has, so this one gets none.',
      help: 'Move the narrower condition before the wider one.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0131/',
    'https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['match'],
  check(service, context) {
    for (const kind of ['http', 'tcp', 'tls'] as const)
      for (const { field, by, how } of shadowedMatches(routesOf(service, kind))) {
        const related = [{ field: by, message: 'this condition comes first' }];
        // Istio compares no two conditions with the same path.
        const extras = how === 'path' ? { related, level: 'info' as const, codes: [] } : { related };
        context.report(field, how, { line: by.range.line }, extras);
      }
  },
});
