import { type Context, defineRule } from '../../engine/rule.ts';
import { networksOf } from '../../mesh/embedded-config.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { numberOf } from '../../mesh/settings/number.ts';
import { dnsLabelProblem, fqdnProblem } from '../../values/dns.ts';
import { isIp, subnetProblem } from '../../values/ip.ts';
import { portProblem } from '../../values/port.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  cidr: {
    text: 'The range "{{range}}" of network "{{network}}" {{problem}}, so istiod ignores all networks.',
    help: 'Write an address range, as in fromCidr: 10.0.0.0/16.',
  },
  registry: {
    text: 'istiod ignores all networks, since the registry "{{registry}}" of network "{{network}}" {{problem}}.',
    help: 'Write Kubernetes, or the name of a cluster as its remote secret has it.',
  },
  service: {
    text: 'istiod ignores all networks, since the gateway service "{{host}}" of network "{{network}}" {{problem}}.',
    help: 'Write a full host name, as in istio-eastwestgateway.istio-system.svc.cluster.local.',
  },
  address: {
    text: 'The gateway address "{{address}}" of network "{{network}}" is no IP address and no host name, so istiod ignores all networks.',
    help: 'Write the address without a port: port stands beside it.',
  },
  port: {
    text: 'Port {{port}} of a gateway of network "{{network}}" {{problem}}, so istiod ignores all networks.',
    help: 'Write the port for traffic between networks, 15443 as a rule.',
  },
  'no-port': {
    text: 'A gateway of network "{{network}}" has no port, so istiod ignores all networks.',
    help: 'Write the port for traffic between networks, 15443 as a rule.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** Clusters of other networks are reached through gateways: without networks istiod sends pods straight to each other. */
export default defineRule({
  summary: 'Mesh networks have ranges, registries and gateways that istiod accepts',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshNetworks',
    'https://istio.io/latest/docs/setup/install/multicluster/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const network of networksOf(mesh).flatMap((networks) => networks.entries())) {
      for (const endpoint of network.child('endpoints').items()) checkEndpoint(endpoint, network.name, context);
      for (const gateway of network.child('gateways').items()) checkGateway(gateway, network.name, context);
    }
  },
});

/** The later member of a oneof counts, so that the first one isn't judged beside it. */
function checkEndpoint(endpoint: Field, network: string, context: Here): void {
  const [range, registry] = [endpoint.child('fromCidr'), endpoint.child('fromRegistry')];
  const wrongRange = range.string === undefined || registry.isSet ? undefined : subnetProblem(range.string);
  if (wrongRange) context.report(range, 'cidr', { range: range.string ?? '', network, problem: wrongRange });
  const problem = registry.string === undefined ? undefined : dnsLabelProblem(registry.string);
  if (problem) context.report(registry, 'registry', { registry: registry.string ?? '', network, problem });
}

function checkGateway(gateway: Field, network: string, context: Here): void {
  if (!gateway.isMap) return;
  const [service, address, port] = ['registryServiceName', 'address', 'port'].map((name) => gateway.child(name));
  if (!service || !address || !port) return;
  const problem = service.string === undefined || address.isSet ? undefined : fqdnProblem(service.string);
  if (problem) context.report(service, 'service', { host: service.string ?? '', network, problem });
  const place = address.string;
  if (place !== undefined && !isIp(place) && fqdnProblem(place))
    context.report(address, 'address', { address: place, network });
  const number = numberOf(port);
  if (!port.isSet) context.report(port, 'no-port', { network });
  else if (number !== undefined && portProblem(number))
    context.report(port, 'port', { port: number, network, problem: portProblem(number) ?? '' });
}
