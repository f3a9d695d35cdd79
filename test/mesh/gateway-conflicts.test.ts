import { describe, expect, it } from 'vitest';
import { serverConflicts } from '../../src/mesh/gateway-conflicts.ts';
import { meetingSelectors } from '../../src/mesh/gateway-selectors.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const gateway = (name: string, selector: string, ...servers: string[]) =>
  `{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: ${name}, namespace: ${name}}, spec: {selector: ${selector}, servers: [${servers.join()}]}}\n`;

const server = (port: number, protocol: string, hosts: string, more = '') =>
  `{port: {number: ${port}, protocol: ${protocol}}, hosts: ${hosts}${more}}`;

const TLS = ', tls: {mode: PASSTHROUGH}';

function meshOf(...manifests: string[]): Mesh {
  return new Mesh([readSource('/a.yaml', manifests.join('---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

function found(...manifests: string[]): string[] {
  return serverConflicts(meshOf(...manifests), 'applied').map(
    ({ server, other, how, hosts }) =>
      `${server.gateway.name} ${how} ${other.gateway.name} ${hosts.map(({ name }) => name)}`,
  );
}

describe('serverConflicts', () => {
  const EDGE = '{istio: edge}';

  it.each([
    ['tls', server(443, 'TLS', '[a.com, b.com]', TLS), server(443, 'HTTPS', '["*/b.com", c.com]', TLS), 'b.com'],
    ['port', server(80, 'HTTP', '[a.com]'), server(80, 'TCP', '[b.com]'), ''],
    ['port', server(80, 'TCP', '[a.com]'), server(80, 'MONGO', '[a.com]'), 'a.com'],
    ['http', server(80, 'HTTP', '[a.com]'), server(80, 'GRPC', '[A.com]'), 'a.com'],
  ])('finds what two Gateways share: %s', (how, one, other, hosts) => {
    expect(found(gateway('a', EDGE, one), gateway('b', EDGE, other))).toEqual([
      `a ${how} b ${hosts}`,
      `b ${how} a ${hosts}`,
    ]);
  });

  it.each([
    [server(443, 'TLS', '[a.com]', TLS), server(443, 'TLS', '[b.com]', TLS)],
    [server(443, 'TLS', '[./a.com]', TLS), server(443, 'TLS', '[./a.com]', TLS)],
    [server(80, 'HTTP', '[a.com]'), server(81, 'TCP', '[a.com]')],
    [server(80, 'TCP', '[a.com]', ', bind: 10.0.0.1'), server(80, 'TCP', '[a.com]', ', bind: 10.0.0.2')],
    [server(443, 'HTTPS', '[a.com]'), server(443, 'HTTPS', '[a.com]')],
    [server(80, 'HTTP', '["${A}"]'), server(80, 'HTTP', '["${A}"]')],
  ])('lets what fits together be: %s', (one, other) => {
    expect(found(gateway('a', EDGE, one), gateway('b', EDGE, other))).toEqual([]);
  });

  it('looks inside a Gateway from the later server', () => {
    const one = gateway('a', EDGE, server(443, 'TLS', '[a.com]', TLS), server(443, 'TLS', '[a.com]', TLS));
    expect(found(one)).toEqual(['a tls a a.com']);
  });

  it('takes two manifests of one object for alternatives', () => {
    const one = gateway('a', EDGE, server(443, 'TLS', '[a.com]', TLS));
    expect(found(one, one)).toEqual([]);
  });
});

describe('meetingSelectors', () => {
  const pods = (labels: string) =>
    `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n, labels: ${labels}}, spec: {containers: [{name: istio-proxy}]}}\n`;

  it('goes by labels where no pod is known', () => {
    const mesh = meshOf(gateway('a', '{a: "1"}'), gateway('b', '{a: "1", b: "2"}'), gateway('c', '{b: "3"}'));
    expect(meetingSelectors(mesh).get('a=1')).toEqual(new Set(['a=1', 'a=1,b=2']));
    expect(meetingSelectors(mesh).get('b=3')).toEqual(new Set(['b=3']));
  });

  it('goes by pods where they are known', () => {
    const mesh = meshOf(
      gateway('a', '{a: "1"}'),
      gateway('b', '{a: "1", b: "2"}'),
      gateway('c', '{c: "3"}'),
      pods('{a: "1", c: "3"}'),
    );
    expect(meetingSelectors(mesh).get('a=1')).toEqual(new Set(['a=1', 'c=3']));
  });
});
