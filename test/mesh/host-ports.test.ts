import { describe, expect, it } from 'vitest';
import { isBytes, portsOf, portsOfHost } from '../../src/mesh/host-ports.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const service = (name: string, ports: string, namespace = 'namespace: shop') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}${namespace ? `, ${namespace}` : ''}}\nspec: {ports: ${ports}}\n`;

function mesh(...manifests: string[]): Mesh {
  return new Mesh([readSource('/all.yaml', manifests.join('---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

describe('portsOfHost', () => {
  const set = mesh(
    service('cache', '[{name: redis, port: 6379}]'),
    service('cache', '[{name: tcp, port: 1}]', 'namespace: other'),
    service('loose', '[{name: http, port: 80}]', ''),
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: db, namespace: shop}
spec: {hosts: [db.example.com], ports: [{number: 5432, protocol: tcp, name: db}, {number: 1, name: x}, {number: "2"}]}
`,
  );

  it('resolves short names in the namespace, and full names in their own', () => {
    expect(portsOfHost(set, 'cache', 'shop')).toMatchObject([{ number: 6379, protocol: 'Redis' }]);
    expect(portsOfHost(set, 'cache.other.svc.cluster.local', 'shop')).toMatchObject([{ number: 1, protocol: 'TCP' }]);
    expect(portsOfHost(set, 'cache.shop.svc', 'other')).toMatchObject([{ number: 6379, protocol: 'Redis' }]);
  });

  it('takes a name with a dot for a full one, as Istio does', () => {
    expect(portsOfHost(set, 'cache.other', 'shop')).toEqual([]);
    expect(portsOfHost(set, 'cache.', 'shop')).toEqual([]);
  });

  it('matches any namespace where one of both is not said', () => {
    expect(portsOfHost(set, 'cache', '')).toHaveLength(2);
    expect(portsOfHost(set, 'loose', 'shop')).toMatchObject([{ number: 80, protocol: 'HTTP' }]);
  });

  it('reads ServiceEntries, and leaves out ports without a number', () => {
    expect(portsOfHost(set, 'db.example.com', 'shop')).toMatchObject([
      { number: 5432, protocol: 'TCP' },
      { number: 1, protocol: undefined },
    ]);
  });

  it('answers nothing for hosts that are elsewhere', () => {
    expect(portsOfHost(set, 'nobody', 'shop')).toEqual([]);
    expect(portsOfHost(set, '*.example.com', 'shop')).toEqual([]);
  });

  it.each([
    ['{name: http-web, port: 1}', 'HTTP'],
    ['{name: GRPC-WEB-x, port: 1}', 'GRPC-Web'],
    ['{name: grpc, port: 1}', 'GRPC'],
    ['{name: web, port: 1}', undefined],
    ['{port: 1}', undefined],
    ['{name: web, port: 3306}', 'TCP'],
    ['{name: http, port: 3306}', 'HTTP'],
    ['{name: http, appProtocol: redis, port: 1}', 'Redis'],
    ['{name: http, appProtocol: example.com/own, port: 1}', undefined],
    ['{name: tcp, appProtocol: kubernetes.io/h2c, port: 1}', 'HTTP2'],
    ['{name: http, protocol: UDP, port: 1}', 'UDP'],
    ['{name: "${NAME}", port: 3306}', undefined],
  ])('finds the protocol of %s', (port, protocol) => {
    expect(portsOfHost(mesh(service('s', `[${port}]`)), 's', 'shop')[0]?.protocol).toBe(protocol);
  });
});

describe('isBytes', () => {
  it('knows what is forwarded unread', () => {
    for (const protocol of ['TCP', 'TLS', 'HTTPS', 'Mongo', 'Redis', 'MySQL'] as const)
      expect(isBytes(protocol)).toBe(true);
    for (const protocol of ['HTTP', 'HTTP2', 'GRPC', 'UDP', undefined] as const) expect(isBytes(protocol)).toBe(false);
  });
});

describe('portsOf', () => {
  const portsOfFirst = (manifest: string) => mesh(manifest).resources.map((resource) => portsOf(resource))[0];

  it('gives the port of the pods where it is written as a number', () => {
    expect(portsOfFirst(service('web', '[{port: 80, targetPort: 8080}, {port: 81, targetPort: http}]'))).toEqual([
      { number: 80, target: 8080 },
      { number: 81, target: undefined },
    ]);
  });

  it('does not know the ports where one of them, or the list, is not there to read', () => {
    expect(portsOfFirst(service('web', '[{port: 80}, {port: "${PORT}"}]'))).toBeUndefined();
    expect(portsOfFirst(service('web', '"${PORTS}"'))).toBeUndefined();
    expect(portsOfFirst(service('web', 'null'))).toBeUndefined();
  });
});
