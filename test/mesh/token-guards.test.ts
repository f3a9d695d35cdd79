import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { isGuarded } from '../../src/mesh/token-guards.ts';
import { readSource } from '../../src/yaml/read.ts';

const tokens = (spec: string, home: string) =>
  `{apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {name: tokens, namespace: ${home}}, spec: {${spec}jwtRules: [{issuer: a, fromHeaders: [{name: X-Token}], outputClaimToHeaders: [{header: x-user, claim: sub}]}]}}`;
const policy = (spec: string, home = 'shop') =>
  `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, namespace: ${home}}, spec: ${spec}}`;

function guarded(others: string[], spec = 'selector: {matchLabels: {app: web}}, ', home = 'shop'): boolean {
  const text = [tokens(spec, home), ...others].join('\n---\n');
  const mesh = new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' });
  return isGuarded(mesh, mesh.resources[0] ?? expect.fail('no resource'));
}

const from = (source: string) => `rules: [{from: [{source: ${source}}]}]`;
const when = (condition: string) => `rules: [{when: [${condition}]}]`;
const WEB = 'selector: {matchLabels: {app: web}}';

describe('isGuarded', () => {
  it.each([
    `{${from('{requestPrincipals: ["*"]}')}}`,
    `{${from('{notRequestPrincipals: [a]}')}}`,
    `{action: DENY, ${from('{notRequestPrincipals: ["*"]}')}}`,
    `{${when('{key: "request.auth.claims[iss]", values: [a]}')}}`,
    `{action: DENY, ${when('{key: request.auth.principal, notValues: ["*"]}')}}`,
    `{${when('{key: "request.headers[Authorization]", values: ["*"]}')}}`,
    `{${when('{key: "request.headers[x-token]", values: ["*"]}')}}`,
    `{${when('{key: "request.headers[x-user]", values: ["*"]}')}}`,
    '{action: CUSTOM, provider: {name: a}, rules: [{}]}',
    `{action: "\${ACTION}", ${from('{principals: [a]}')}}`,
    `{${WEB}, ${from('{requestPrincipals: ["*"]}')}}`,
  ])('by %s', (spec) => expect(guarded([policy(spec)])).toBe(true));

  it.each([
    '{}',
    `{${from('{principals: [a], requestPrincipals: []}')}}`,
    `{action: DENY, ${from('{requestPrincipals: [a]}')}}`,
    `{action: DENY, ${when('{key: "request.auth.claims[iss]", values: [a]}')}}`,
    `{action: AUDIT, ${from('{notRequestPrincipals: ["*"]}')}}`,
    `{${when('{key: "request.headers[x-other]", values: ["*"]}')}}`,
    `{selector: {matchLabels: {app: cart}}, ${from('{requestPrincipals: ["*"]}')}}`,
    '{rules: text}',
    '{rules: [null, {from: [{source: null}], when: [{key: null}]}]}',
  ])('not by %s', (spec) => expect(guarded([policy(spec)])).toBe(false));

  const asking = from('{requestPrincipals: ["*"]}');

  it('looks in its namespace and the root namespace', () => {
    expect(guarded([policy(`{${asking}}`, 'istio-system')])).toBe(true);
    expect(guarded([policy(`{${asking}}`, 'books')])).toBe(false);
    expect(guarded([policy(`{${asking}}`, 'books')], '', 'istio-system')).toBe(true);
  });

  it('knows a gateway that asks before it', () => {
    expect(guarded([policy(`{selector: {matchLabels: {istio: ingressgateway}}, ${asking}}`, 'edge')])).toBe(true);
    const target = 'targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: a}]';
    expect(guarded([policy(`{${target}, ${asking}}`, 'edge')])).toBe(true);
    const proxy =
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: e, namespace: edge}, spec: {template: {metadata: {labels: {app: e}}, spec: {containers: [{name: istio-proxy}]}}}}';
    expect(guarded([policy(`{selector: {matchLabels: {app: e}}, ${asking}}`, 'edge'), proxy])).toBe(true);
  });

  it('leaves what lies behind a gateway to ask, and routes by claims', () => {
    const gateway = 'selector: {matchLabels: {istio: ingressgateway}}, ';
    const claims =
      '{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v, namespace: shop}, spec: {http: [{match: [{headers: {"@request.auth.claims.a": {exact: b}}}]}]}}';
    expect(guarded([], gateway, 'edge')).toBe(false);
    expect(guarded([policy(`{${asking}}`, 'books')], gateway, 'edge')).toBe(true);
    expect(guarded([claims], gateway, 'edge')).toBe(true);
    expect(guarded([claims])).toBe(false);
  });

  it('takes filters for guards that may let requests through or not', () => {
    const wasm = (phase: string, kind = 'WasmPlugin') =>
      `{apiVersion: extensions.istio.io/v1alpha1, kind: ${kind}, metadata: {name: w, namespace: shop}, spec: {phase: ${phase}}}`;
    const filter = (name: string) =>
      `{apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: f, namespace: shop}, spec: {configPatches: [{patch: {value: {name: envoy.filters.http.${name}}}}]}}`;
    const escaped = filter('x').replace('envoy.filters.http.x', '"envoy.filters.http.ext\\x5fauthz"');
    expect(
      [wasm('AUTHN'), wasm('AUTHZ', 'TrafficExtension'), filter('ext_authz'), escaped].map((each) => guarded([each])),
    ).toEqual([true, true, true, true]);
    const block =
      'apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: f, namespace: shop}\nspec:\n  configPatches:\n    - patch:\n        value:\n          name: envoy.filters.http.ext_authz';
    expect(guarded([block])).toBe(true);
    const mentioned = `${filter('local_ratelimit')} # no ext_authz`;
    expect([wasm('STATS'), mentioned].map((each) => guarded([each]))).toEqual([false, false]);
  });
});
