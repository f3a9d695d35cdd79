import { defineRule } from '../../engine/rule.ts';
import { L4_MESSAGES, l4MatchProblems } from '../../mesh/settings/l4-match.ts';
import { LABEL_MESSAGES } from '../../mesh/settings/labels.ts';
import { matchesOf, routesOf } from '../../mesh/settings/virtual-service-routes.ts';

/** TCP is routed by addresses, ports and the labels of the client, for nothing else is there to see. */
export default defineRule({
  summary: 'TCP routes match by addresses, ports and labels that can exist',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: { ...L4_MESSAGES, ...LABEL_MESSAGES },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['tcp'],
  check(service, context) {
    for (const match of routesOf(service, 'tcp').flatMap(matchesOf))
      for (const { field, id, data, at } of l4MatchProblems(match)) context.report(field, id, data, { at });
  },
});
