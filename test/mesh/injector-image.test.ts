import { describe, expect, it } from 'vitest';
import { injectorImage } from '../../src/mesh/injector-image.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const injector = (global: string, name = 'istio-sidecar-injector', more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: istio-system}\ndata:\n  values: |-\n    {global: ${global}${more}}\n`;
const GLOBAL = '{hub: docker.io/istio, tag: 1.28.0, proxy: {image: proxyv2}}';
const PLAIN = 'docker.io/istio/proxyv2:1.28.0';

const pods = (annotations = '{}', namespace = 'shop') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: ${namespace}}, spec: {template: {metadata: {labels: {app: web, tier: "\${TIER}"}, annotations: ${annotations}}, spec: {containers: []}}}}`;
const config = (namespace: string, spec: string, group = 'networking.istio.io/v1beta1') =>
  `{apiVersion: ${group}, kind: ProxyConfig, metadata: {name: p, namespace: ${namespace}}, spec: ${spec}}`;
const meshConfig = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |-\n    ${text}\n`;

function images(revision: string, ...manifests: string[]): string[] | undefined {
  const mesh = new Mesh([readSource('/a.yaml', manifests.join('\n---\n'))], {
    rootNamespace: 'istio-system',
    namespace: '',
  });
  const [workload] = mesh.workloads();
  if (!workload) throw new Error('no workload');
  return injectorImage(mesh, revision, workload);
}

describe('injectorImage', () => {
  it.each([
    [GLOBAL, PLAIN],
    ['{hub: docker.io/istio, tag: 1.28.0}', PLAIN],
    ['{hub: docker.io/istio, tag: 1.28.0, proxy: {image: ""}}', PLAIN],
    ['{hub: docker.io/istio, tag: 128, proxy: {image: proxyv2}}', 'docker.io/istio/proxyv2:128'],
    ['{hub: a, tag: 1.28.0, proxy: {image: example.org/own:1}}', 'example.org/own:1'],
    ['{proxy: {image: example.org/own:1}}', 'example.org/own:1'],
    ['{hub: docker.io/istio, proxy: {image: proxyv2}}', undefined],
    ['{tag: 1.28.0, proxy: {image: proxyv2}}', undefined],
    ['{hub: "${HUB}", tag: 1.28.0, proxy: {image: proxyv2}}', undefined],
    ['{hub: a, tag: "${TAG}", proxy: {image: proxyv2}}', undefined],
    ['{hub: a, tag: 1.28.0, proxy: {image: "${IMAGE}"}}', undefined],
    ['{hub: a, tag: 1.28.0, proxy: {image: "${HUB}/own:1"}}', undefined],
    ['{hub: [a], tag: 1.28.0, proxy: {image: proxyv2}}', undefined],
    ['{hub: a, tag: 1.28.0, proxy: {image: [proxyv2]}}', undefined],
    ['{hub: a, tag: 1.28.0, proxy: "${PROXY}"}', undefined],
    ['"${GLOBAL}"', undefined],
    ['null', undefined],
  ])('reads the values: %s', (global, wanted) => {
    expect(images('default', pods(), injector(global))).toEqual(wanted && [wanted]);
  });

  it.each([
    ['default', 'istio-sidecar-injector', true],
    ['canary', 'istio-sidecar-injector-canary', true],
    ['canary', 'istio-sidecar-injector', false],
    ['default', 'istio-sidecar-injector-canary', false],
    ['default', 'istio-sidecar-injector-default', false],
    ['can', 'istio-sidecar-injector-canary', false],
  ])('takes for the revision %s the ConfigMap %s: %s', (revision, name, isTaken) => {
    expect(images(revision, pods(), injector(GLOBAL, name))).toEqual(isTaken ? [PLAIN] : undefined);
  });

  it('is not known without values', () => {
    expect(images('default', pods())).toBeUndefined();
    const map = (data: string) =>
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: istio-sidecar-injector}, data: ${data}}`;
    expect(images('default', pods(), map('{}'))).toBeUndefined();
    expect(images('default', pods(), map('{values: "${VALUES}"}'))).toBeUndefined();
    expect(images('default', pods(), map('{values: {global: a}}'))).toBeUndefined();
  });

  const TYPE = (type: string, rest = '') => `{${rest}image: {imageType: ${type}}}`;
  const SELECTOR = (labels: string) => `selector: {matchLabels: ${labels}}, `;
  it.each<[string, string[], string | undefined]>([
    ['nobody', [], undefined],
    ['the mesh config', [meshConfig(`defaultConfig: ${TYPE('debug')}`)], 'debug'],
    ['the root namespace', [config('istio-system', TYPE('debug'))], 'debug'],
    ['the namespace', [config('shop', TYPE('debug'))], 'debug'],
    ['another namespace', [config('other', TYPE('debug'))], undefined],
    ['a ProxyConfig of another group', [config('shop', TYPE('debug'), 'example.org/v1')], undefined],
    ['one for the pods', [config('shop', TYPE('debug', SELECTOR('{app: web}')))], 'debug'],
    ['one for others', [config('shop', TYPE('debug', SELECTOR('{app: other}')))], undefined],
    ['one of the root namespace for others', [config('istio-system', TYPE('a', SELECTOR('{app: other}')))], undefined],
    [
      'the narrower one',
      [
        config('shop', TYPE('narrow', SELECTOR('{app: web}'))),
        config('shop', TYPE('own')),
        config('istio-system', TYPE('wide')),
        meshConfig(`defaultConfig: ${TYPE('mesh')}`),
      ],
      'narrow',
    ],
    ['the namespace before the root', [config('shop', TYPE('own')), config('istio-system', TYPE('wide'))], 'own'],
    ['a narrow one that leaves it', [config('shop', '{concurrency: 1}'), config('istio-system', TYPE('wide'))], 'wide'],
    ['one that says the plain one', [config('shop', TYPE('default')), config('istio-system', TYPE('wide'))], undefined],
  ])('takes the variant that %s names', (_, manifests, variant) => {
    const found = images('default', pods(), injector(GLOBAL), ...manifests);
    expect(found).toEqual(variant ? [`${PLAIN}-${variant}`, PLAIN] : [PLAIN]);
  });

  it.each([
    [`{proxy.istio.io/config: "${TYPE('debug')}"}`, [`${PLAIN}-debug`, PLAIN]],
    ['{proxy.istio.io/config: "concurrency: 1"}', [`${PLAIN}-wide`, PLAIN]],
    ['{proxy.istio.io/config: [a]}', [`${PLAIN}-wide`, PLAIN]],
    ['{sidecar.istio.io/proxyImageType: distroless}', [`${PLAIN}-distroless`, PLAIN]],
    [
      `{sidecar.istio.io/proxyImageType: distroless, proxy.istio.io/config: "${TYPE('debug')}"}`,
      [`${PLAIN}-distroless`, PLAIN],
    ],
    ['{sidecar.istio.io/proxyImageType: default}', [PLAIN]],
    ['{sidecar.istio.io/proxyImageType: "${TYPE}"}', undefined],
    ['{proxy.istio.io/config: "${CONFIG}"}', undefined],
    [`{proxy.istio.io/config: "{concurrency: '\${N}'}"}`, [`${PLAIN}-wide`, PLAIN]],
    [`{proxy.istio.io/config: "${TYPE("''")}"}`, [`${PLAIN}-wide`, PLAIN]],
    [`{proxy.istio.io/config: "{image: {imageType: '\${TYPE}'}}"}`, undefined],
  ])('lets annotations of the pods go before: %s', (annotations, wanted) => {
    const wide = config('istio-system', TYPE('wide'));
    expect(images('default', pods(annotations), injector(GLOBAL), wide)).toEqual(wanted);
  });

  it('is not known where the narrowest setting is not', () => {
    const of = (...specs: string[]) =>
      images('default', pods(), injector(GLOBAL), ...specs.map((spec) => config('shop', spec)));
    expect(of(TYPE('"${TYPE}"'))).toBeUndefined();
    expect(of(TYPE('"${TYPE}"'), TYPE('debug', SELECTOR('{app: web}')))).toEqual([`${PLAIN}-debug`, PLAIN]);
    expect(of(TYPE('debug', SELECTOR('{tier: front}')))).toEqual(undefined);
  });

  it.each([
    ['{hub: a, tag: "1", variant: distroless}', [], ['a/proxyv2:1-distroless', 'a/proxyv2:1']],
    ['{hub: a, tag: "1", variant: distroless}', [config('shop', TYPE('debug'))], ['a/proxyv2:1-debug', 'a/proxyv2:1']],
    ['{hub: a, tag: "1", variant: distroless}', [config('shop', TYPE('default'))], ['a/proxyv2:1']],
    ['{hub: a, tag: "1", variant: "${VARIANT}"}', [], undefined],
    ['{hub: a, tag: 1-distroless}', [], ['a/proxyv2:1-distroless']],
    ['{hub: a, tag: 1-distroless}', [config('shop', TYPE('debug'))], ['a/proxyv2:1-debug', 'a/proxyv2:1-distroless']],
    ['{hub: a, tag: 1-distroless}', [config('shop', TYPE('default'))], ['a/proxyv2:1', 'a/proxyv2:1-distroless']],
    ['{hub: a, tag: "1", proxy: {image: b/c:2}}', [config('shop', TYPE('debug'))], ['b/c:2']],
  ])('joins tag and variant as Istio does: %s beside %s', (global, configs, wanted) => {
    expect(images('default', pods(), injector(global), ...configs)).toEqual(wanted);
  });
});
