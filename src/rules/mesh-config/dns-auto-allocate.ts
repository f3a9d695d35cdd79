import { defineRule } from '../../engine/rule.ts';
import { EMBEDDED_KINDS, meshConfigsOf, proxyConfigsOf } from '../../mesh/embedded-config.ts';
import { deleteMember } from '../../yaml/move.ts';

const VARIABLE = 'ISTIO_META_DNS_AUTO_ALLOCATE';

/** Addresses that each proxy gave out for itself were different from proxy to proxy; istiod gives them out since 1.25. */
export default defineRule({
  summary: `Proxies are not told to allocate addresses with ${VARIABLE}`,
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  istio: '>=1.25',
  presets: { 'istio-validate': 'warning', 'istioctl-parity': 'warning' },
  fix: 'unsafe',
  messages: {
    deprecated: {
      text: `${VARIABLE} is deprecated: istiod gives ServiceEntries their addresses by itself since Istio 1.25.`,
      help: 'Delete it; PILOT_ENABLE_IP_AUTOALLOCATE of istiod, which is on, takes its place.',
    },
  },
  sources: ['https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#dns-auto-allocation-v2'],
  kinds: [...EMBEDDED_KINDS],
  checkMesh(mesh, context) {
    const configs = [
      ...meshConfigsOf(mesh).map(({ field }) => field.child('defaultConfig')),
      ...proxyConfigsOf(mesh).map(({ field }) => field),
    ];
    for (const config of configs) {
      const variable = config.get('proxyMetadata', VARIABLE);
      if (!variable.exists) continue;
      const edit = deleteMember(variable);
      context.report(variable, 'deprecated', {}, { at: 'key', ...(edit ? { fix: edit } : {}) });
    }
  },
});
