import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { internalGateway } from '../../mesh/settings/internal-gateway.ts';
import { gatewayNamesOf } from '../../mesh/settings/virtual-service-routes.ts';

/** Routes of a Gateway API Gateway attach by parentRefs; the gateways that istiod makes of its listeners are its own matter. */
export default defineRule({
  summary: 'No VirtualService names a gateway that istiod makes of a Gateway API Gateway for itself',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': ['warning', { refused: true }] },
  codes: ['IST0165'],
  options: {
    refused: {
      type: 'boolean',
      default: false,
      description:
        'Report names with "~" too. Admission refuses them anyway, and virtual-service/gateway-name-format says so.',
    },
  },
  messages: {
    internal: {
      text: '"{{name}}" is a gateway that istiod makes of listener "{{listener}}" for itself, so any upgrade may rename it.',
      help: 'Write an HTTPRoute with a parentRef to the Gateway "{{gateway}}", sectionName "{{listener}}".',
    },
    renamed: {
      text: 'There is no gateway "{{name}}": istiod builds these names otherwise since Istio 1.28, so the route matches nothing there.',
      help: 'Write an HTTPRoute with a parentRef to the Gateway "{{gateway}}", sectionName "{{listener}}".',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0165/',
    'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['gateways'],
  check(service, context) {
    const seen = new Set<string>();
    for (const { field, gateway: name } of gatewayNamesOf(service)) {
      const parts = internalGateway(name);
      if (!parts || seen.has(name) || (parts.delimiter === '~' && !context.options.refused)) continue;
      seen.add(name);
      const { gateway, listener, delimiter } = parts;
      const renamed = delimiter === '-' && compareVersions(context.istioVersion, '1.28') >= 0;
      // Istio's analyzer says of the old name only that there is no such gateway.
      if (renamed) context.report(field, 'renamed', { name, gateway, listener }, { codes: [] });
      else context.report(field, 'internal', { name, gateway, listener });
    }
  },
});
