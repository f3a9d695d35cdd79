import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { attributeOf, readingsOfZtunnel } from '../../src/mesh/ztunnel-policy.ts';
import { readSource } from '../../src/yaml/read.ts';

function read(spec: string): string[] {
  const text = `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a}, spec: ${spec}}`;
  const mesh = new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' });
  return mesh
    .ofKind('AuthorizationPolicy')
    .flatMap(readingsOfZtunnel)
    .map(({ effect, unknown, isWhole }) => `${effect} ${unknown.map(attributeOf)} ${isWhole ? 'all' : 'some'}`);
}

describe('readingsOfZtunnel', () => {
  it('has nothing to say of what ztunnel knows', () => {
    const l4 =
      '{from: [{source: {principals: [a], notNamespaces: [b], ipBlocks: [10.0.0.0/8], serviceAccounts: [c]}}], to: [{operation: {ports: ["80"], notPorts: ["81"]}}], when: [{key: source.ip, values: [10.0.0.1]}, {key: destination.port, notValues: ["82"]}]}';
    for (const action of ['ALLOW', 'DENY']) expect(read(`{action: ${action}, rules: [${l4}, {}]}`)).toEqual([]);
    expect(read('{}')).toEqual([]);
    expect(read('{action: DENY}')).toEqual([]);
  });

  it('leaves out whole rules of ALLOW', () => {
    const mixed = '{from: [{source: {principals: [a]}}], to: [{operation: {ports: ["80"], methods: [GET]}}]}';
    expect(read(`{rules: [${mixed}]}`)).toEqual(['allow methods all']);
    expect(read(`{rules: [${mixed}, {from: [{source: {namespaces: [b]}}]}]}`)).toEqual(['allow methods some']);
  });

  it('knows which DENY rules match nothing any more', () => {
    const deny = (rule: string) => read(`{action: DENY, rules: [${rule}]}`);
    expect(deny('{to: [{operation: {methods: [GET]}}]}')).toEqual(['deny-nothing methods all']);
    // The clauses are all needed, and one of them is empty.
    expect(deny('{from: [{source: {principals: [a]}}], to: [{operation: {methods: [GET]}}]}')).toEqual([
      'deny-nothing methods all',
    ]);
    expect(deny('{from: [{source: {principals: [a]}}], when: [{key: "request.headers[x]", values: [b]}]}')).toEqual([
      'deny-nothing request.headers[x] all',
    ]);
    expect(deny('{to: [{operation: {ports: ["80"], methods: [GET]}}]}')).toEqual(['deny-more methods all']);
    // One of the alternatives is enough.
    expect(deny('{to: [{operation: {methods: [GET]}}, {operation: {ports: ["80"]}}]}')).toEqual([
      'deny-more methods all',
    ]);
    expect(deny('{from: [{source: {remoteIpBlocks: [1.2.3.4]}}]}, {}')).toEqual(['deny-nothing remoteIpBlocks some']);
    expect(deny('{from: [{source: {trustDomains: [a]}}], to: [{operation: {ports: ["80"], hosts: [b]}}]}')).toEqual([
      'deny-nothing hosts all',
    ]);
  });

  it('tells two kinds of DENY rules apart', () => {
    const rules = '[{to: [{operation: {hosts: [a]}}]}, {to: [{operation: {ports: ["80"], paths: [/a], hosts: [b]}}]}]';
    expect(read(`{action: DENY, rules: ${rules}}`)).toEqual(['deny-nothing hosts some', 'deny-more hosts,paths some']);
  });

  it('has no use for other actions', () => {
    expect(read('{action: CUSTOM, provider: {name: a}, rules: [{}]}')).toHaveLength(1);
    expect(read('{action: AUDIT, rules: []}')[0]).toMatch(/^action/);
  });

  it('judges nothing that is not known', () => {
    expect(read('{action: "${ACTION}", rules: [{to: [{operation: {methods: [GET]}}]}]}')).toEqual([]);
    expect(read('{rules: [{when: [{key: "${KEY}"}]}, {to: [{operation: {methods: []}}]}]}')).toEqual([]);
    expect(read('{rules: {to: 1}}')).toEqual([]);
    expect(read('{rules: [null, 1, {to: {}, from: [1], when: [1]}]}')).toEqual([]);
  });
});
