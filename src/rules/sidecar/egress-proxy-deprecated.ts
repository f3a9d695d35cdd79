import { defineRule } from '../../engine/rule.ts';

/** istioctl's analyzer says that Istio ignores the field; istiod's code still sends unknown traffic there. */
export default defineRule({
  summary: 'No Sidecar sends unknown traffic to an egress proxy, which istioctl calls deprecated',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { 'istioctl-parity': 'warning' },
  codes: ['IST0002'],
  messages: {
    ignored: {
      text: 'istioctl analyze calls egressProxy deprecated and ignored; istiod still sends traffic to unknown hosts there.',
      help: 'Where it should be quiet, send the hosts to an egress gateway by ServiceEntry and VirtualService.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy',
    'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  fields: ['egressProxy'],
  check(sidecar, context) {
    const proxy = sidecar.spec.get('outboundTrafficPolicy', 'egressProxy');
    if (proxy.isSet) context.report(proxy, 'ignored', {}, { at: 'key' });
  },
});
