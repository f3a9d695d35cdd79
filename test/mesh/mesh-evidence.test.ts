import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { findMeshEvidence, memberLabel } from '../../src/mesh/mesh-evidence.ts';
import { readSource } from '../../src/yaml/read.ts';

const POD = '{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, labels: {app: a}}, spec: {}}';
const OBJECT = (kind: string, spec: string, where = 'shop', group = 'security.istio.io') =>
  `{apiVersion: ${group}/v1, kind: ${kind}, metadata: {name: o, namespace: ${where}}, spec: ${spec}}`;
const ROUTE = (spec: string, where = 'shop') => OBJECT('VirtualService', spec, where, 'networking.istio.io');
const NAMESPACE = (labels: string, name = 'web') =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: ${labels}}}`;

function meshOf(...files: string[][]): Mesh {
  const sources = files.map((documents, index) => readSource(`/${index}/a.yaml`, documents.join('\n---\n')));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
}

/** What shows that the namespace shop is meant for the mesh, with the place that does. */
function evidence(...files: string[][]): string | undefined {
  const mesh = meshOf(...files);
  const found = findMeshEvidence(mesh, 'shop', mesh.workloads());
  return found && `${found.reason} at ${found.field.display}`;
}

const POLICY = 'policy at metadata.name';
const NEIGHBOUR = 'neighbour at metadata.labels["istio.io/rev"]';

describe('findMeshEvidence', () => {
  it.each([
    ['a policy that asks for tokens', OBJECT('RequestAuthentication', '{}'), POLICY],
    ['a policy of an open mode', OBJECT('PeerAuthentication', '{mtls: {mode: "${MODE}"}}'), POLICY],
    ['a policy with an empty selector', OBJECT('PeerAuthentication', '{selector: {}}'), POLICY],
    ['a policy with null for targets', OBJECT('AuthorizationPolicy', '{targetRefs: null}'), POLICY],
    ['a policy with a target', OBJECT('AuthorizationPolicy', '{targetRef: {kind: Gateway, name: g}}'), undefined],
    ['a policy with targets', OBJECT('AuthorizationPolicy', '{targetRefs: [{kind: Service, name: s}]}'), undefined],
    ['a policy of the root namespace', OBJECT('PeerAuthentication', '{}', 'istio-system'), undefined],
    ['a policy whose namespace nobody names', OBJECT('PeerAuthentication', '{}', '""'), undefined],
    ['a policy of somebody else', OBJECT('AuthorizationPolicy', '{}', 'shop', 'example.com'), undefined],
    ['a Sidecar of the wrong group', OBJECT('Sidecar', '{}'), undefined],
    ['a kind that gateways have too', OBJECT('Telemetry', '{}', 'shop', 'telemetry.istio.io'), undefined],
    ['a route without gateways', ROUTE('{hosts: [a]}'), 'route at metadata.name'],
    ['a route with an empty list of gateways', ROUTE('{hosts: [a], gateways: []}'), 'route at metadata.name'],
    ['a route with an open gateway', ROUTE('{hosts: [a], gateways: ["${GATEWAY}"]}'), undefined],
    ['a part of a route, which others delegate to', ROUTE('{http: [{route: []}]}'), undefined],
    ['a route of another namespace', ROUTE('{hosts: [a]}', 'web'), undefined],
    ['a namesake of a route', OBJECT('VirtualService', '{hosts: [a]}'), undefined],
  ])('goes by %s', (_, document, wanted) => {
    expect(evidence([POD, document])).toBe(wanted);
  });

  it.each([
    ['{namespaces: [shop]}', 'ALLOW', 'bank', true],
    ['{namespaces: [shop]}', 'null', 'bank', true],
    ['{namespaces: [shop]}', '"${ACTION}"', 'bank', false],
    ['{namespaces: [shop]}', 'AUDIT', 'bank', false],
    ['{namespaces: [Shop]}', 'ALLOW', 'bank', false],
    ['{namespaces: ["${NAMESPACE}"]}', 'ALLOW', 'bank', false],
    ['{principals: ["*/ns/shop/sa/a"]}', 'ALLOW', 'bank', true],
    ['{principals: ["cluster.local/ns/shop/sa/*"]}', 'ALLOW', 'bank', true],
    ['{principals: [cluster.local/ns/shopping/sa/a]}', 'ALLOW', 'bank', false],
    ['{principals: [cluster.local/ns/shop/a]}', 'ALLOW', 'bank', false],
    ['{principals: [shop]}', 'ALLOW', 'bank', false],
    ['{namespaces: [cluster.local/ns/shop/sa/a]}', 'ALLOW', 'bank', false],
    ['{notPrincipals: [cluster.local/ns/shop/sa/a]}', 'ALLOW', 'bank', false],
    ['{namespaces: shop}', 'ALLOW', 'bank', false],
  ])('goes by callers %s of action %s in %s', (source, action, where, isKnown) => {
    const policy = OBJECT('AuthorizationPolicy', `{action: ${action}, rules: [{from: [{source: ${source}}]}]}`, where);
    const place = source.includes('principals') ? 'principals' : 'namespaces';
    expect(evidence([POD, policy])).toBe(isKnown ? `identity at spec.rules[0].from[0].source.${place}[0]` : undefined);
  });

  it('names the plainest sign, and none for nobody', () => {
    const [sidecar, peers] = [
      OBJECT('Sidecar', '{}', 'shop', 'networking.istio.io'),
      OBJECT('PeerAuthentication', '{}'),
    ];
    const mesh = meshOf([POD, sidecar, peers]);
    expect(findMeshEvidence(mesh, 'shop', mesh.workloads())?.resource.kind).toBe('PeerAuthentication');
    expect(findMeshEvidence(mesh, 'shop', [])).toBeUndefined();
    expect(findMeshEvidence(mesh, 'web', mesh.workloads())).toBeUndefined();
  });

  it('does not go by callers that a policy for others in the namespace itself names', () => {
    const own = '{selector: {matchLabels: {app: b}}, rules: [{from: [{source: {namespaces: [shop]}}]}]}';
    expect(evidence([POD, OBJECT('AuthorizationPolicy', own)])).toBeUndefined();
  });

  it('takes routes for nothing where other namespaces are in the mesh, and policies for more than routes', () => {
    const route = ROUTE('{hosts: [a]}');
    expect(evidence([POD, route, NAMESPACE('{}')])).toBe('route at metadata.name');
    expect(evidence([POD, route], [NAMESPACE('{istio.io/dataplane-mode: ambient}')])).toBeUndefined();
    expect(evidence([POD, route, NAMESPACE('{istio-injection: enabled}', 'shop')])).toBe('route at metadata.name');
    expect(evidence([POD, route, OBJECT('Sidecar', '{}', 'shop', 'networking.istio.io')])).toBe(POLICY);
  });

  it.each([
    ['in one file', [[POD, NAMESPACE('{}', 'shop'), NAMESPACE('{istio.io/rev: a}')]], NEIGHBOUR],
    ['without a manifest of its own', [[POD, NAMESPACE('{istio.io/rev: a}')]], undefined],
    ['in another folder', [[POD, NAMESPACE('{}', 'shop')], [NAMESPACE('{istio.io/rev: a}')]], undefined],
    ['without a label', [[POD, NAMESPACE('{}', 'shop'), NAMESPACE('{istio.io/rev: ""}')]], undefined],
    ['of the same name', [[POD, NAMESPACE('{}', 'shop'), NAMESPACE('{istio.io/rev: a}', 'shop')]], undefined],
  ])('goes by a Namespace beside it %s', (_, files, wanted) => {
    expect(evidence(...files)).toBe(wanted);
  });
});

it.each([
  ['{istio-injection: enabled}', 'istio-injection'],
  ['{istio-injection: enabled, istio.io/dataplane-mode: ambient, istio.io/rev: a}', 'istio-injection'],
  ['{istio.io/dataplane-mode: ambient, istio.io/rev: a}', 'istio.io/dataplane-mode'],
  ['{istio.io/dataplane-mode: none, istio.io/rev: a}', 'istio.io/rev'],
  ['{istio.io/rev: "${REV}"}', 'istio.io/rev'],
  ['{istio.io/rev: ""}', undefined],
  ['{istio.io/rev: null}', undefined],
  ['{istio-injection: disabled, istio.io/rev: a}', undefined],
  ['{istio-injection: null, istio.io/rev: a}', undefined],
  ['{istio-injection: Enabled}', undefined],
  ['{istio-injection: "${ON}"}', undefined],
  ['[istio-injection]', undefined],
])('of the labels %s, %s brings a Namespace into the mesh', (labels, wanted) => {
  const [namespace] = meshOf([NAMESPACE(labels)]).resources;
  expect(namespace && memberLabel(namespace.labels)?.name).toBe(wanted);
});
