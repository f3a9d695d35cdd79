import { describe, expect, it } from 'vitest';
import { inboundPorts, isHeadless, mayLeadTo } from '../../src/mesh/inbound-ports.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const pods = (container: string, metadata = '', kind = 'Deployment') =>
  `{apiVersion: apps/v1, kind: ${kind}, metadata: {name: web, namespace: shop}, spec: {template: {metadata: {labels: {app: web}${metadata}}, spec: {containers: [${container}]}}}}`;
const service = (ports: string, selector = '{app: web}', more = '') =>
  `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: ${selector}, ports: ${ports}${more}}}`;

function setOf(...manifests: string[]): Mesh {
  return new Mesh([readSource('/a.yaml', manifests.join('\n---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

function portsOf(...manifests: string[]) {
  const mesh = setOf(...manifests);
  const [workload] = mesh.workloads();
  const ports = workload && inboundPorts(mesh, workload);
  return ports && { served: [...ports.served.keys()], all: [...ports.all] };
}

const web = pods('{name: web}');
const OPEN = web.replace('labels: {', 'labels: {tier: "${TIER}", ');

describe('inboundPorts', () => {
  it('are targets of Services, and what containers, probes and Prometheus name', () => {
    const container =
      '{name: web, ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}], readinessProbe: {httpGet: {port: 8081}}, livenessProbe: {tcpSocket: {port: http}}, startupProbe: {grpc: {port: 8082}}}';
    const annotations = ', annotations: {prometheus.io/port: "9090"}';
    const ports = portsOf(
      pods(container, annotations),
      service('[{port: 80, targetPort: http}, {port: 443}, {port: 53, protocol: UDP}]'),
    );
    expect(ports).toEqual({ served: ['8080', '443'], all: ['8080', '443', '8081', '8082', '9090'] });
  });

  it('are not those of an injected proxy, but of a gateway', () => {
    const proxy = '{name: istio-proxy, ports: [{containerPort: 15090}]}';
    expect(portsOf(pods(`{name: web, ports: [{containerPort: 80}]}, ${proxy}`))?.all).toEqual(['80']);
    expect(portsOf(pods(proxy))?.all).toEqual(['15090']);
  });

  it('keep apart what several Services say of one', () => {
    const mesh = setOf(
      web,
      service('[{port: 80, targetPort: 8080}]'),
      service('[{port: 81, targetPort: 8080}]').replace('name: web', 'name: other'),
    );
    const [workload] = mesh.workloads();
    const behind = workload && inboundPorts(mesh, workload)?.served.get('8080');
    expect(behind?.map(({ number, service: { name } }) => `${name} ${number}`)).toEqual(['web 80', 'other 81']);
  });

  it.each([
    ['a name that no container has', [web, service('[{port: 80, targetPort: http}]')]],
    ['a placeholder for a port', [web, service('[{port: 80, targetPort: "${PORT}"}]')]],
    ['a placeholder in a container', [pods('{name: web, ports: [{containerPort: "${PORT}"}]}')]],
    ['a Service that may choose them', [OPEN, service('[{port: 80}]', '{app: web, tier: front}')]],
    ['a Service with a placeholder in its selector', [web, service('[{port: 80}]', '{app: web, tier: "${TIER}"}')]],
    [
      'listeners of a Sidecar',
      [
        web,
        '{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, namespace: shop}, spec: {ingress: [{}]}}',
      ],
    ],
    [
      'listeners of a Sidecar of the root namespace',
      [
        web,
        '{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, namespace: istio-system}, spec: {ingress: [{}]}}',
      ],
    ],
    [
      'a ServiceEntry that chooses pods',
      [
        web,
        '{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: a, namespace: shop}, spec: {workloadSelector: {labels: {app: web}}}}',
      ],
    ],
  ])('are not known by %s', (_, manifests) => {
    expect(portsOf(...manifests)).toBeUndefined();
  });

  it('are known beside what is for others', () => {
    const sidecar = (spec: string, namespace = 'shop') =>
      `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: a, namespace: ${namespace}}, spec: ${spec}}`;
    const others = [
      sidecar('{egress: [{hosts: ["./*"]}]}'),
      sidecar('{workloadSelector: {labels: {app: cart}}, ingress: [{}]}'),
      sidecar('{ingress: [{}]}', 'books'),
      service('[{port: 80, targetPort: http}]', '{app: cart}'),
      service('[{port: 80, targetPort: http}]', '{app: cart, tier: "${TIER}"}'),
    ];
    expect(portsOf(web, ...others)).toEqual({ served: [], all: [] });
  });
});

it('tells headless Services, and where a Service may lead to', () => {
  const of = (manifest: string) => setOf(manifest).resources[0] ?? expect.fail('no resource');
  expect(isHeadless(of(service('[]', '{}', ', clusterIP: None')))).toBe(true);
  expect(isHeadless(of(service('[]')))).toBe(false);
  const leading = [
    '[{port: 80}]',
    '[{port: 8080, targetPort: 80}]',
    '[{port: 8080, targetPort: web}]',
    '[{port: 80, targetPort: 8080}]',
  ];
  expect(leading.map((ports) => mayLeadTo(setOf(service(ports)), 'shop', '80', new Set()))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
