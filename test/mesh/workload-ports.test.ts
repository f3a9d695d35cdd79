import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { workloadPorts } from '../../src/mesh/workload-ports.ts';
import { readSource } from '../../src/yaml/read.ts';

const pods = (labels = '{app: web}', ports = '[{name: http, containerPort: 8080}]', namespace = 'shop') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: ${namespace}}, spec: {template: {metadata: {labels: ${labels}}, spec: {containers: [{name: web, ports: ${ports}}]}}}}`;
const service = (ports: string, selector = '{app: web}', namespace = 'shop') =>
  `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: ${namespace}}, spec: {selector: ${selector}, ports: ${ports}}}`;

/** The ports of the first workload as `number target transport protocol`. */
function portsOf(...documents: string[]): string[] {
  const mesh = new Mesh([readSource('/a.yaml', documents.join('\n---\n'))], {
    rootNamespace: 'istio-system',
    namespace: '',
  });
  const [workload] = mesh.workloads();
  if (!workload) throw new Error('no workload');
  return workloadPorts(mesh, workload).map(
    ({ number, target, transport, protocol }) => `${number} ${target} ${transport} ${protocol}`,
  );
}

describe('workloadPorts', () => {
  it.each([
    ['[{port: 80, name: http}]', ['80 80 TCP HTTP']],
    ['[{port: 80, targetPort: 8080}]', ['80 8080 TCP Unsupported']],
    ['[{port: 80, targetPort: http}]', ['80 8080 TCP Unsupported']],
    ['[{port: 80, targetPort: grpc}]', ['80 grpc TCP Unsupported']],
    ['[{port: 80, targetPort: null}]', ['80 80 TCP Unsupported']],
    ['[{port: 80, targetPort: "${PORT}"}]', []],
    ['[{port: "${PORT}", targetPort: 8080}]', []],
    ['[{port: "80"}]', []],
    ['[{targetPort: 8080}]', []],
    ['[{port: 80, targetPort: [8080]}]', ['80  TCP Unsupported']],
    ['[{port: 53, protocol: UDP}]', ['53 53 UDP UDP']],
    ['[{port: 53, protocol: null}]', ['53 53 TCP TCP']],
    ['[{port: 80, name: http, protocol: "${PROTOCOL}"}]', ['80 80 TCP undefined']],
    ['[{port: 80, protocol: tcp}]', ['80 80 tcp Unsupported']],
    ['[{port: 80, name: "${NAME}"}]', ['80 80 TCP undefined']],
    ['[{port: 80}, 81, null, {port: 82}]', ['80 80 TCP Unsupported', '82 82 TCP Unsupported']],
    ['{port: 80}', []],
    ['null', []],
  ])('reads %s', (ports, wanted) => {
    expect(portsOf(pods(), service(ports))).toEqual(wanted);
  });

  it.each([
    ['of the namespace', '{app: web}', 'shop', 1],
    ['of another namespace', '{app: web}', 'web', 0],
    ['of a namespace that nobody names', '{app: web}', '""', 1],
    ['that choose others', '{app: cart}', 'shop', 0],
    ['that choose fewer', '{app: web, tier: front}', 'shop', 0],
    ['that may choose the pods', '{app: "${APP}"}', 'shop', 0],
    ['without a selector', '{}', 'shop', 0],
    ['with a selector of another type', '[app]', 'shop', 0],
  ])('are of Services %s', (_, selector, namespace, count) => {
    expect(portsOf(pods(), service('[{port: 80}]', selector, namespace))).toHaveLength(count);
  });

  it('are of all Services, in the order of the files', () => {
    const two = [service('[{port: 81, targetPort: http}]'), service('[{port: 80, targetPort: http}]')];
    expect(portsOf(pods(), ...two)).toEqual(['81 8080 TCP Unsupported', '80 8080 TCP Unsupported']);
  });

  it('take the name of a port whose number is not known for its target', () => {
    const open = pods('{app: web}', '[{name: http, containerPort: "${PORT}"}]');
    expect(portsOf(open, service('[{port: 80, targetPort: http}]'))).toEqual(['80 http TCP Unsupported']);
  });
});
