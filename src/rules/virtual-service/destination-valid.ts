import { defineRule } from '../../engine/rule.ts';
import { destinationsOf } from '../../mesh/settings/virtual-service-routes.ts';
import { dnsLabelProblem, wildcardHostProblem } from '../../values/dns.ts';
import { isUint32, portProblem } from '../../values/port.ts';

/** A destination is looked up by its host among Services and ServiceEntries. */
export default defineRule({
  summary: 'Destinations name a host, a subset and a port that can exist',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    host: {
      text: 'The destination host "{{host}}" {{problem}}, so Istio rejects it.',
      help: 'Write the name of a Service or the host of a ServiceEntry, without scheme, path and port.',
    },
    subset: {
      text: 'The subset "{{subset}}" {{problem}}, so Istio rejects it.',
      help: 'Write the name of a subset of the DestinationRule for that host.',
    },
    port: {
      text: 'The destination port {{port}} {{problem}}, so Istio rejects it.',
      help: 'Write the number of a port of the Service.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination'],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    for (const destination of destinationsOf(service)) {
      const host = destination.textOf('host');
      const problem =
        host === '*'
          ? 'stands for every host, and a request goes to one'
          : host !== undefined && wildcardHostProblem(host);
      if (host !== undefined && problem) context.report(destination.child('host'), 'host', { host, problem });
      const subset = destination.textOf('subset');
      const wrong = subset ? dnsLabelProblem(subset) : undefined;
      if (subset && wrong) context.report(destination.child('subset'), 'subset', { subset, problem: wrong });
      const port = destination.child('port');
      if (!port.isMap) continue;
      const number = port.child('number');
      const value = number.isSet ? number.number : port.keys().length === 0 ? 0 : undefined;
      const outside = value === undefined || !isUint32(value) ? undefined : portProblem(value);
      if (value !== undefined && outside)
        context.report(number.isSet ? number : port, 'port', { port: value, problem: outside });
    }
  },
});
