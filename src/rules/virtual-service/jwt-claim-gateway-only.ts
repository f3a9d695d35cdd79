import { defineRule } from '../../engine/rule.ts';
import { isMeshBound, jwtClaimsOf } from '../../mesh/settings/virtual-service-routes.ts';

/** Only gateways put the claims of a token where routes can see them. */
export default defineRule({
  summary: 'Routing by claims of a token is for gateways only',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    mesh: {
      text: 'The route looks at the claim "{{name}}", but the VirtualService holds for the mesh, where claims are not seen.',
      help: 'Write the gateways that it is for, without mesh.',
    },
  },
  sources: ['https://istio.io/latest/docs/tasks/security/authentication/jwt-route/'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['headers', 'withoutHeaders'],
  check(service, context) {
    for (const claim of jwtClaimsOf(service))
      if (isMeshBound(service)) context.report(claim, 'mesh', { name: claim.name }, { at: 'key' });
  },
});
