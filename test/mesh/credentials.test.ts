import { describe, expect, it } from 'vitest';
import { credentialsOf, homesOfGateway, secretSources, secretsNamed } from '../../src/mesh/credentials.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function setOf(...manifests: string[]): Mesh {
  return new Mesh([readSource('/a.yaml', manifests.join('\n---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

const gateway = (spec: string) =>
  `{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g, namespace: shop}, spec: ${spec}}`;
const pods = (labels: string, namespace: string) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: g, namespace: ${namespace}}, spec: {template: {metadata: {labels: ${labels}}, spec: {containers: [{name: istio-proxy}]}}}}`;
const secret = (name: string, namespace: string) =>
  `{apiVersion: v1, kind: Secret, metadata: {name: ${name}, namespace: ${namespace}}}`;

function gatewayIn(mesh: Mesh) {
  const [found] = mesh.ofKind('Gateway');
  if (!found) throw new Error('no Gateway');
  return found;
}

describe('credentialsOf', () => {
  it.each([
    ['{mode: SIMPLE, credentialName: web}', ['web']],
    ['{credentialName: shop/web}', ['shop/web']],
    ['{mode: SIMPLE, credentialNames: [rsa, ecdsa]}', ['rsa', 'ecdsa']],
    ['{mode: "${MODE}", credentialName: web}', ['web']],
    ['{mode: PASSTHROUGH, credentialName: web}', []],
    ['{mode: AUTO_PASSTHROUGH, credentialNames: [web]}', []],
    ['{mode: SIMPLE, credentialName: "kubernetes-gateway://shop/web"}', []],
    ['{mode: SIMPLE, credentialNames: ["configmap://web", web]}', ['web']],
    ['{mode: SIMPLE, credentialName: "${NAME}"}', []],
    ['{mode: SIMPLE, credentialName: ""}', []],
    ['{mode: SIMPLE, credentialName: 1}', []],
    ['{mode: SIMPLE, credentialName: [web], credentialNames: web}', []],
    ['{mode: SIMPLE, credentialNames: [null, {name: web}]}', []],
    ['"${TLS}"', []],
  ])('of %s', (tls, wanted) => {
    expect(credentialsOf(gatewayIn(setOf(gateway(`{servers: [{tls: ${tls}}]}`)))).map(({ name }) => name)).toEqual(
      wanted,
    );
  });

  it('come with their servers', () => {
    const servers = '[{name: a, tls: {credentialName: one}}, server, {name: b, tls: {credentialNames: [two]}}]';
    const found = credentialsOf(gatewayIn(setOf(gateway(`{servers: ${servers}}`))));
    expect(found.map(({ name, server }) => [name, server.child('name').string])).toEqual([
      ['one', 'a'],
      ['two', 'b'],
    ]);
    expect(found.map(({ field }) => field.display)).toEqual([
      'spec.servers[0].tls.credentialName',
      'spec.servers[2].tls.credentialNames[0]',
    ]);
    expect(credentialsOf(gatewayIn(setOf(gateway('{servers: {tls: {credentialName: web}}}'))))).toEqual([]);
  });
});

describe('homesOfGateway', () => {
  const homes = (selector: string, defaults: string[], ...manifests: string[]) => {
    const mesh = setOf(gateway(`{selector: ${selector}}`), ...manifests);
    return homesOfGateway(mesh, gatewayIn(mesh), defaults);
  };
  const INGRESS = '{istio: ingress}';

  it.each([
    ['the pods', [pods(INGRESS, 'ingress')], ['ingress']],
    ['pods of one namespace, once', [pods(INGRESS, 'ingress'), pods(INGRESS, 'ingress')], ['ingress']],
    ['pods of several', [pods(INGRESS, 'ingress'), pods(INGRESS, 'shop')], ['ingress', 'shop']],
    ['pods that nobody gives a namespace', [pods(INGRESS, '""')], ['']],
    ['pods that may be chosen', [pods('{istio: "${ISTIO}"}', 'ingress')], ['ingress']],
    ['others', [pods('{istio: egress}', 'ingress')], []],
    ['nobody', [], []],
  ])('are those of %s', (_, manifests, wanted) => expect(homes(INGRESS, [], ...manifests)).toEqual(wanted));

  it.each([
    [INGRESS, ['istio=ingress'], ['istio-system']],
    [INGRESS, ['app=a', 'app=b, istio=ingress'], ['istio-system']],
    [INGRESS, ['istio=egress'], []],
    ['{istio: ingress, app: a}', ['istio=ingress'], []],
    ['{istio: "${ISTIO}"}', ['istio=ingress'], []],
    ['{}', ['istio=ingress'], ['istio-system']],
  ])('are the root namespace for %s with gateways labelled %s', (selector, defaults, wanted) => {
    expect(homes(selector, defaults)).toEqual(wanted);
  });

  it('are not the root namespace where the pods are known', () => {
    expect(homes(INGRESS, ['istio=ingress'], pods(INGRESS, 'ingress'))).toEqual(['ingress']);
  });
});

describe('secretsNamed', () => {
  const mesh = setOf(
    secret('web', 'shop'),
    secret('web', 'other'),
    secret('web', '""'),
    '{apiVersion: example.org/v1, kind: Secret, metadata: {name: web, namespace: shop}}',
  );
  it.each([
    ['web', 'shop', ['shop', '']],
    ['shop/web', 'shop', ['shop', '']],
    ['web', 'third', ['']],
    ['web', '', ['shop', 'other', '']],
    ['Web', 'shop', []],
    ['shop/', 'shop', []],
    ['a/b/web', 'shop', []],
  ])('%s in "%s"', (name, home, wanted) => {
    expect(secretsNamed(mesh, name, home).map(({ namespace }) => namespace)).toEqual(wanted);
  });
});

describe('secretSources', () => {
  const sources = (...manifests: string[]) =>
    [...secretSources(setOf(...manifests))].map(([name, of]) => [name, of.map(({ namespace }) => namespace)]);
  const made = (apiVersion: string, kind: string, spec: string) =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: own, namespace: shop}, spec: ${spec}}`;

  it.each([
    ['v1', 'Secret', '{}', 'own'],
    ['cert-manager.io/v1', 'Certificate', '{secretName: web}', 'web'],
    ['cert-manager.io/v1', 'Certificate', '{}', 'own'],
    ['networking.internal.knative.dev/v1alpha1', 'Certificate', '{secretName: web}', undefined],
    ['external-secrets.io/v1', 'ExternalSecret', '{target: {name: web}}', 'web'],
    ['external-secrets.io/v1beta1', 'ExternalSecret', '{target: {}}', 'own'],
    ['external-secrets.io/v1', 'ExternalSecret', '{target: web}', 'own'],
    ['bitnami.com/v1alpha1', 'SealedSecret', '{template: {metadata: {name: web}}}', 'own'],
    ['secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', '{destination: {name: web}}', 'web'],
    ['secrets.hashicorp.com/v1beta1', 'VaultDynamicSecret', '{destination: {name: web}}', 'web'],
    ['secrets.hashicorp.com/v1beta1', 'VaultPKISecret', '{destination: {name: web}}', 'web'],
    ['v1', 'ConfigMap', '{}', undefined],
  ])('reads %s %s with %s', (apiVersion, kind, spec, name) => {
    expect(sources(made(apiVersion, kind, spec))).toEqual(name ? [[name, ['shop']]] : []);
  });

  it('groups by name what several make, and keeps what nobody gives a namespace', () => {
    expect(
      sources(
        secret('web', 'shop'),
        secret('web', '""'),
        made('cert-manager.io/v1', 'Certificate', '{secretName: web}'),
      ),
    ).toEqual([['web', ['shop', '', 'shop']]]);
  });
});
