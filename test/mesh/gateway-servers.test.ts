import { describe, expect, it } from 'vitest';
import { serversOf } from '../../src/mesh/gateway-servers.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

/** The servers of a Gateway, each as one line. */
function servers(list: string, namespace = 'prod'): string[] {
  const text = `{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g, namespace: ${namespace}}, spec: {servers: ${list}}}`;
  const mesh = new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' });
  const [gateway] = mesh.ofKind('Gateway');
  if (!gateway) throw new Error('no Gateway');
  return serversOf(mesh, gateway).map(
    ({ port, protocol, bind, kind, hosts }) =>
      `${kind} ${protocol} ${bind}:${port} ${hosts.map(({ name }) => name).join()}`,
  );
}

describe('serversOf', () => {
  it.each([
    ['{number: 80, protocol: HTTP}', '', ['http HTTP :80 a.com']],
    ['{number: 80, protocol: grpc-web}', '', ['http GRPC-Web :80 a.com']],
    // A redirect to HTTPS is a plain server still.
    ['{number: 80, protocol: HTTP}', 'tls: {httpsRedirect: true}', ['http HTTP :80 a.com']],
    ['{number: 443, protocol: HTTPS}', 'tls: {mode: SIMPLE}', ['tls HTTPS :443 a.com']],
    ['{number: 443, protocol: HTTPS}', 'tls: {}', ['tls HTTPS :443 a.com']],
    ['{number: 443, protocol: https}', 'tls: null', []],
    ['{number: 443, protocol: TLS}', '', []],
    ['{number: 9000, protocol: TCP}', '', ['tcp TCP :9000 a.com']],
    ['{number: 9000, protocol: TCP}', 'tls: {mode: SIMPLE}', ['tls TCP :9000 a.com']],
    ['{number: 27017, protocol: Mongo}', '', ['tcp Mongo :27017 a.com']],
    ['{number: 53, protocol: UDP}', '', []],
    ['{number: 80, protocol: HTTP3}', '', []],
    ['{number: 80, protocol: "${PROTOCOL}"}', '', []],
    ['{number: 80}', '', []],
    ['{number: "80", protocol: HTTP}', '', []],
    ['{number: "${PORT}", protocol: HTTP}', '', []],
    ['{number: 0, protocol: HTTP}', '', []],
    ['{name: http, protocol: HTTP}', '', []],
    ['80', '', []],
    ['{number: 80, protocol: HTTP}', 'bind: 10.0.0.1', ['http HTTP 10.0.0.1:80 a.com']],
    ['{number: 80, protocol: HTTP}', 'bind: ""', ['http HTTP :80 a.com']],
    ['{number: 80, protocol: HTTP}', 'bind: null', ['http HTTP :80 a.com']],
    ['{number: 80, protocol: HTTP}', 'bind: "${ADDRESS}"', []],
    ['{number: 80, protocol: HTTP}', 'bind: [10.0.0.1]', []],
  ])('reads the port %s with %s', (port, more, wanted) => {
    expect(servers(`[{port: ${port}, hosts: [a.com]${more && `, ${more}`}}]`)).toEqual(wanted);
  });

  it.each([
    ['[Shop.COM, "*.a.com", "*"]', 'prod', 'shop.com,*.a.com,*'],
    ['[./Shop.com]', 'prod', 'prod/shop.com'],
    ['[prod/shop.com]', 'web', 'prod/shop.com'],
    ['["*/shop.com"]', 'prod', 'shop.com'],
    ['["*/*"]', 'prod', '*'],
    ['["./*"]', 'prod', 'prod/*'],
    ['[./shop.com]', '""', '/shop.com'],
    ['["${HOST}", "{{ ns }}/a.com", "", a.com]', 'prod', 'a.com'],
    ['[80, null, [a.com], {host: a.com}]', 'prod', ''],
    ['a.com', 'prod', ''],
    ['null', 'prod', ''],
  ])('reads the hosts %s in %s', (hosts, namespace, wanted) => {
    expect(servers(`[{port: {number: 80, protocol: HTTP}, hosts: ${hosts}}]`, namespace)).toEqual([
      `http HTTP :80 ${wanted}`,
    ]);
  });

  it('keeps the order, and leaves out what is no server', () => {
    const both = '{port: {number: 80, protocol: HTTP}}, {port: {number: 81, protocol: TCP}}';
    expect(servers(`[server, ${both}, null]`)).toEqual(['http HTTP :80 ', 'tcp TCP :81 ']);
    expect(servers('{port: {number: 80, protocol: HTTP}}')).toEqual([]);
    expect(servers('"${SERVERS}"')).toEqual([]);
  });
});
