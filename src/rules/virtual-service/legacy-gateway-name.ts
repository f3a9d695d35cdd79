import { defineRule } from '../../engine/rule.ts';
import { gatewayNamesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** Before namespaces could be named, gateways were called as if they were hosts. */
export default defineRule({
  summary: 'Gateways are named as namespace/name, not as a host',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    'istio-validate': ['warning', { everywhere: false }],
    'istioctl-parity': ['warning', { everywhere: false }],
  },
  codes: ['IST0133', 'KIA1108'],
  fix: 'safe',
  options: {
    everywhere: {
      type: 'boolean',
      default: true,
      description:
        'Judge every name; admission warns about none in the matches of HTTP and TCP routes, and stops in each list ' +
        'at the first one without a namespace.',
    },
  },
  messages: {
    legacy: {
      text: 'The gateway "{{gateway}}" is named as a host, a form that Istio keeps for old files only.',
      help: 'Write {{wanted}}.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['gateways'],
  check(service, context) {
    for (const { field, gateway, route, isRead } of gatewayNamesOf(service)) {
      if (!gateway.includes('.') || gateway.includes('/')) continue;
      if (!context.options.everywhere && (!isRead || route === 'http' || route === 'tcp')) continue;
      const [name, namespace] = gateway.split('.');
      if (!name || !namespace) continue;
      const wanted = `${namespace}/${name}`;
      const edit = rewriteString(field, wanted);
      context.report(field, 'legacy', { gateway, wanted }, edit ? { fix: edit } : {});
    }
  },
});
