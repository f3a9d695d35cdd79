import { type Context, defineRule } from '../../engine/rule.ts';
import { dnsLabelProblem } from '../../values/dns.ts';
import { hubProblem, tagProblem } from '../../values/image.ts';
import { isCidr } from '../../values/ip.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  hub: {
    text: 'The hub "{{hub}}" {{problem}}, so istioctl installs nothing.',
    help: 'Write a registry with a path, as in registry.example.com/istio.',
  },
  tag: {
    text: 'The tag "{{tag}}" {{problem}}, so istioctl installs nothing.',
    help: 'Write an image tag, as in 1.31.0.',
  },
  revision: {
    text: 'The revision "{{revision}}" {{problem}}, so istioctl installs nothing.',
    help: 'Write dashes for the dots of a version, as in 1-31-0.',
  },
  'gateway-name': {
    text: 'The gateway name "{{name}}" is no name of a Kubernetes object, so istioctl installs nothing.',
    help: 'Write lower-case letters, digits, dashes and dots.',
  },
  'privileged-port': {
    text: 'Port {{port}} of {{gateway}} ends at port {{target}} of the pod, which only root may open, so istioctl installs nothing.',
    help: 'Write a targetPort of 1024 or more, as in targetPort: 8080.',
  },
  'ip-ranges': {
    text: '{{name}} holds "{{range}}", which is no CIDR range, so istioctl installs nothing.',
    help: 'Write ranges with commas between them, as in 10.0.0.0/8,172.16.0.0/12, or *.',
  },
  'inbound-ports': {
    text: '{{name}} holds "{{port}}", which is no port number, so istioctl installs nothing.',
    help: 'Write ports with commas between them, as in 8080,9090, or *.',
  },
  replicas: {
    text: 'replicaCount {{replicas}} of {{component}} does not last, since the autoscaler of the values is switched on.',
    help: 'Set the limits of the autoscaler instead, in k8s.hpaSpec, or switch autoscaleEnabled off.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** istioctl checks an IstioOperator as a whole before it installs the first object of it. */
export default defineRule({
  summary: 'An IstioOperator has values that istioctl accepts',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/',
    'https://istio.io/latest/docs/setup/install/istioctl/',
  ],
  kinds: ['install.istio.io/IstioOperator'],
  check(resource, context) {
    checkNames(resource, context);
    checkTrafficCapture(resource, context);
    for (const kind of ['ingress', 'egress']) {
      const values = resource.spec.get('values', 'gateways', `istio-${kind}gateway`);
      for (const gateway of resource.spec.get('components', `${kind}Gateways`).items()) {
        checkGateway(gateway, values, context);
        if (values.child('autoscaleEnabled').boolean === true) checkReplicas(gateway, 1, context);
      }
      if (kind === 'ingress') checkPorts(values.child('ingressPorts'), values, context);
    }
    const autoscale = resource.spec.get('values', 'pilot', 'autoscaleEnabled');
    if (autoscale.boolean === true) checkReplicas(resource.spec.get('components', 'pilot'), 2, context);
  },
});

/** For istiod one replica is what it has anyway. */
function checkReplicas(component: Field, least: number, context: Here): void {
  const field = component.get('k8s', 'replicaCount');
  if ((field.number ?? 0) < least) return;
  const name = component.child('name').string ?? component.name;
  context.report(field, 'replicas', { replicas: field.number ?? 0, component: name }, { level: 'warning' });
}

function checkNames({ spec }: Resource, context: Here): void {
  const [hub, tag, revision] = [spec.child('hub'), spec.child('tag'), spec.child('revision')];
  const badHub = hub.string ? hubProblem(hub.string) : undefined;
  if (badHub) context.report(hub, 'hub', { hub: hub.string ?? '', problem: badHub });
  const text = String(tag.scalar ?? '');
  const badTag = text === '' ? undefined : tagProblem(text);
  if (badTag) context.report(tag, 'tag', { tag: text, problem: badTag });
  const badRevision = revision.string ? dnsLabelProblem(revision.string) : undefined;
  if (badRevision) context.report(revision, 'revision', { revision: revision.string ?? '', problem: badRevision });
}

/** The ports of a gateway's Service. A name of a port, or a gateway that runs as root, is nobody's mistake. */
function checkGateway(gateway: Field, values: Field, context: Here): void {
  const name = gateway.child('name');
  if (name.string && !/^[a-z0-9.-]{1,254}$/.test(name.string))
    context.report(name, 'gateway-name', { name: name.string });
  checkPorts(gateway.get('k8s', 'service', 'ports'), values, context);
}

const FIRST_UNPRIVILEGED = 1024;

function checkPorts(ports: Field, values: Field, context: Here): void {
  if (values.child('runAsRoot').boolean === true || values.child('runAsRoot').isUnknown) return;
  for (const item of ports.items()) {
    const [port, target] = [item.child('port'), item.child('targetPort')];
    const [number, opened] = [port.number, target.isSet ? target.number : 0];
    if (number === undefined || opened === undefined || (opened || number) >= FIRST_UNPRIVILEGED) continue;
    const gateway = ports.parent?.parent?.parent?.child('name').string ?? values.name;
    const data = { port: number, target: opened || number, gateway };
    context.report(target.isSet ? target : port, 'privileged-port', data);
  }
}

function checkTrafficCapture({ spec }: Resource, context: Here): void {
  const proxy = spec.get('values', 'global', 'proxy');
  for (const field of [proxy.child('includeIPRanges'), proxy.child('excludeIPRanges')]) {
    if (!field.string || field.string === '*') continue;
    const range = field.string.split(',').find((each) => !isCidr(each));
    if (range !== undefined) context.report(field, 'ip-ranges', { name: field.name, range });
  }
  for (const field of [proxy.child('includeInboundPorts'), proxy.child('excludeInboundPorts')]) {
    const ports = field.string?.split(',') ?? [];
    const port = ports.find((each) => !['', '*'].includes(each) && !(/^[-+]?\d+$/.test(each) && isPort(Number(each))));
    if (port !== undefined) context.report(field, 'inbound-ports', { name: field.name, port });
  }
}

function isPort(port: number): boolean {
  return port >= 0 && port <= 65535;
}
