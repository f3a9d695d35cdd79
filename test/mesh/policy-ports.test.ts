import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { policyPorts } from '../../src/mesh/policy-ports.ts';
import { readSource } from '../../src/yaml/read.ts';

const POLICY =
  '{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: cart, namespace: shop}, spec: {selector: {matchLabels: {app: cart}}}}';

const deployment = (ports: string, labels = '{app: cart}', namespace = 'shop') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: ${namespace}}, spec: {template: {metadata: {labels: ${labels}}, spec: {containers: [{name: cart, image: a, ports: ${ports}}]}}}}`;

const service = (ports: string, rest = '') =>
  `{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, ports: ${ports}${rest}}}`;

function portsOf(...manifests: string[]) {
  const text = [POLICY, ...manifests].join('\n---\n');
  const mesh = new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' });
  const [policy] = mesh.resources;
  return policy && policyPorts(mesh, policy);
}

describe('policyPorts', () => {
  it('tells ports of pods from those of Services', () => {
    const ports = portsOf(
      deployment('[{name: web, containerPort: 8080}]'),
      service('[{port: 80, targetPort: web}, {port: 81, targetPort: 8081}, {port: 82}]'),
    );
    expect([8080, 8081, 82].every((port) => ports?.isOfPods(port))).toBe(true);
    expect([80, 81, 7].some((port) => ports?.isOfPods(port))).toBe(false);
    expect(ports?.ofServices(80).map(({ target }) => target)).toEqual(['8080']);
    expect(ports?.ofServices(7)).toEqual([]);
    expect(ports?.named).toEqual([8080]);
  });

  it('takes the ports of a headless Service for ports of the pods', () => {
    const ports = portsOf(deployment('[]'), service('[{port: 80, targetPort: 8080}]', ', clusterIP: None'));
    expect(ports?.isOfPods(80)).toBe(true);
  });

  it('does not take UDP for what a proxy sees', () => {
    const ports = portsOf(deployment('[]'), service('[{port: 53, targetPort: 5353, protocol: UDP}]'));
    expect(ports?.ofServices(53)).toEqual([]);
  });

  it('finds numbers that the template of the pods mentions', () => {
    const ports = portsOf(deployment('[{containerPort: 8080}]', '{app: cart, admin: "9102"}'));
    expect([9102, 910, 102, 80].map((port) => ports?.isMentioned(port))).toEqual([true, false, false, false]);
  });

  it('knows no named ports where a workload names none', () => {
    expect(portsOf(deployment('[{containerPort: 8080}]'), deployment('[]'))?.named).toBeUndefined();
  });

  it('knows nothing where workloads, or their ports, are not all known', () => {
    const open = '{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {name: vm, namespace: shop}';
    expect(portsOf()).toBeUndefined();
    expect(portsOf(deployment('[{containerPort: 8080}]', '{app: other}'))).toBeUndefined();
    expect(portsOf(deployment('[{containerPort: 8080}]', '{app: cart}', 'other'))).toBeUndefined();
    expect(portsOf(deployment('[]'), deployment('[]', '{app: "${APP}"}'))).toBeUndefined();
    expect(portsOf(deployment('[{containerPort: "${PORT}"}]'))).toBeUndefined();
    expect(portsOf(deployment('[]'), service('[{port: "${PORT}"}]'))).toBeUndefined();
    expect(portsOf(deployment('[]'), `${open}, spec: {labels: {app: cart}}}`)).toBeUndefined();
  });
});
