import { defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { portNumberProblem } from '../../mesh/settings/port.ts';
import { dnsLabelProblem, fqdnProblem } from '../../values/dns.ts';

/** The egress proxy is where traffic to unknown hosts goes; without host and port it goes nowhere. */
export default defineRule({
  summary: 'The egress proxy of a Sidecar is a full destination, and unknown hosts are allowed',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    mode: {
      text: 'egressProxy is for traffic to unknown hosts, and the mode {{is}} blocks it, so Istio rejects egressProxy.',
      help: 'Write mode: ALLOW_ANY, or delete egressProxy.',
    },
    host: {
      text: 'The egress proxy\'s host "{{host}}" {{problem}}, so Istio rejects it.',
      help: "Write the full name of the proxy's Service, as in egress.istio-system.svc.cluster.local.",
    },
    'port-missing': {
      text: 'The egress proxy has no port, so Istio rejects it.',
      help: 'Write port with the number on which the proxy listens.',
    },
    'port-range': {
      text: "The egress proxy's port number {{number}} {{problem}}, so Istio rejects it.",
      help: 'Write the number on which the proxy listens.',
    },
    subset: {
      text: 'The egress proxy\'s subset "{{subset}}" {{problem}}, so Istio rejects it.',
      help: 'Write the name of a subset of the DestinationRule for the proxy, or leave it out.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  fields: ['egressProxy'],
  check(resource, context) {
    const policy = resource.spec.child('outboundTrafficPolicy');
    const [mode, proxy] = [policy.child('mode'), policy.child('egressProxy')];
    if (!proxy.isMap) return;
    if (mode.isSet ? mode.string === 'REGISTRY_ONLY' : !resource.isPatch && !isMisspelt(mode)) {
      const is = mode.isSet ? 'REGISTRY_ONLY' : 'where none is written (REGISTRY_ONLY)';
      context.report(mode.isSet ? mode : proxy, 'mode', { is }, mode.isSet ? {} : { at: 'key' });
      return;
    }
    const [host, port, subset] = [proxy.child('host'), proxy.child('port'), proxy.child('subset')];
    const hostProblem = host.string?.includes('*')
      ? 'has a wildcard'
      : host.string !== undefined && fqdnProblem(host.string);
    if (hostProblem) context.report(host, 'host', { host: host.string ?? '', problem: hostProblem });
    const subsetProblem = subset.string ? dnsLabelProblem(subset.string) : undefined;
    if (subsetProblem) context.report(subset, 'subset', { subset: subset.string ?? '', problem: subsetProblem });
    const number = port.child('number');
    const lacksPort = port.isSet ? port.isMap && !number.isSet && !isMisspelt(number) : !isMisspelt(port);
    if (lacksPort && !resource.isPatch) context.report(port.isSet ? number : port, 'port-missing');
    const range = portNumberProblem(number);
    if (range) context.report(number, 'port-range', range);
  },
});
