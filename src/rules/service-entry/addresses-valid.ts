import { defineRule } from '../../engine/rule.ts';
import { subnetProblem } from '../../values/ip.ts';

/** The longest text that the CRD lets pass; core/schema reports longer ones. */
const MOST_CHARACTERS = 64;

/** Addresses become listeners of the proxies and answers of their DNS, which host names cannot. */
export default defineRule({
  summary: 'The addresses of a ServiceEntry are IP addresses or CIDR ranges',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    address: {
      text: 'The address "{{address}}" {{problem}}, so Istio rejects it.',
      help: 'Write an IP address or a CIDR range such as 10.1.0.0/16; names go to hosts, or to the address of an endpoint.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry'],
  kinds: ['networking.istio.io/ServiceEntry'],
  check(resource, context) {
    for (const field of resource.spec.child('addresses').items()) {
      const address = field.string;
      if (address === undefined || address.length > MOST_CHARACTERS) continue;
      const problem = subnetProblem(address);
      if (problem) context.report(field, 'address', { address, problem });
    }
  },
});
