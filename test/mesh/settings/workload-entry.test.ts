import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../../src/mesh/service-entry.ts';
import { endpointProblems, workloadEntryProblems } from '../../../src/mesh/settings/workload-entry.ts';
import type { Field } from '../../../src/yaml/field.ts';
import { readSource } from '../../../src/yaml/read.ts';

function specOf(spec: string): Field {
  const text = `apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {name: a}\nspec: ${spec}\n`;
  const [resource] = readSource('/a.yaml', text).resources;
  if (!resource) throw new Error('no resource');
  return resource.spec;
}

describe('workloadEntryProblems', () => {
  const ids = (spec: string) => [...workloadEntryProblems(specOf(spec))].map(({ field, id }) => `${field.name}: ${id}`);

  it.each(['10.0.0.1', '2001:db8::1', 'vm.example.com', 'vm.example.com.', 'localhost', 'unix:///run/app.sock'])(
    'takes the address %s',
    (address) => expect(ids(`{address: "${address}"}`)).toEqual([]),
  );

  it.each(['10.0.0.256', '10.0.0.1:80', 'http://vm', '*.example.com', 'vm_1.example.com', ' '])(
    'refuses the address "%s"',
    (address) => expect(ids(`{address: "${address}"}`)).toEqual(['address: address']),
  );

  it('asks for an address or a network that is not empty', () => {
    expect(ids('{address: ""}')).toEqual(['address: address-missing']);
    expect(ids('{network: ""}')).toEqual(['network: address-missing']);
    expect(ids('{address: "", network: west}')).toEqual(['network: network-without-address']);
    expect(ids('{network: west}')).toEqual(['network: network-without-address']);
    expect(ids('{}'), 'for the CRD to say').toEqual([]);
  });

  it('does not judge what is not known, too long or of another type', () => {
    expect(ids('{address: "${IP}"}')).toEqual([]);
    expect(ids('{network: "${NETWORK}"}')).toEqual([]);
    expect(ids('{address: 10}')).toEqual([]);
    expect(ids(`{address: "${'a'.repeat(257)}"}`)).toEqual([]);
    expect(ids('[a]')).toEqual([]);
  });

  it('reads the labels', () => {
    expect(ids('{address: 10.0.0.1, labels: {"a b": c, d: "e f"}}')).toEqual(['a b: label-key', 'd: label-value']);
  });
});

describe('endpointProblems', () => {
  const ids = (resolution: Resolution, spec: string, ports: string[] | undefined = ['http']) =>
    [...endpointProblems(specOf(spec), resolution, ports)].map(({ field, id }) => `${field.name}: ${id}`);

  it('asks for IP addresses and sockets of one port with STATIC', () => {
    expect(ids('STATIC', '{address: 10.0.0.1}')).toEqual([]);
    expect(ids('STATIC', '{address: vm.example.com}')).toEqual(['address: static-name']);
    expect(ids('STATIC', '{address: vm_1}'), 'no name either').toEqual([]);
    expect(ids('STATIC', '{address: "unix:///a"}')).toEqual([]);
    expect(ids('STATIC', '{address: "unix:///a"}', ['http', 'tcp'])).toEqual(['address: static-socket-ports']);
    expect(ids('STATIC', '{address: "unix:///a"}', [])).toEqual(['address: static-socket-ports']);
    expect(ids('STATIC', '{network: west}')).toEqual([]);
  });

  it.each(['DNS', 'DNS_ROUND_ROBIN'] as const)('asks for something to look up with %s', (resolution) => {
    expect(ids(resolution, '{address: vm.example.com}')).toEqual([]);
    expect(ids(resolution, '{address: "unix:///a"}')).toEqual(['address: dns-socket']);
    expect(ids(resolution, '{network: west}')).toEqual(['address: dns-no-address']);
    expect(ids(resolution, '{}'), 'for the CRD to say').toEqual([]);
    expect(ids(resolution, '{address: "${IP}", network: west}')).toEqual([]);
  });

  it('asks for ports of the ServiceEntry', () => {
    const spec = '{address: 10.0.0.1, ports: {http: 80, https: 443, "${PORT}": 1, "a b": 1, tcp: x}}';
    expect(ids('STATIC', spec)).toEqual(['https: endpoint-port']);
    expect(ids('DNS', spec)).toEqual(['https: endpoint-port']);
    expect([...endpointProblems(specOf(spec), 'DNS', undefined)]).toEqual([]);
  });

  it('leaves endpoints that nothing uses', () => {
    for (const resolution of ['NONE', 'DYNAMIC_DNS'] as const)
      expect(ids(resolution, '{address: "unix:///a", ports: {x: 1}}')).toEqual([]);
  });
});
