import { describe, expect, it } from 'vitest';
import { embeddedConfigsOf, embeddedTextsOf, networksOf } from '../../src/mesh/embedded-config.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(...texts: string[]): Mesh {
  const sources = texts.map((text, index) => readSource(`/repo/${index}.yaml`, text));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
}

function configs(...texts: string[]): string[] {
  return embeddedConfigsOf(meshOf(...texts)).map(
    ({ field, type, reader, complete }) => `${type} ${field.keys()} ${reader}${complete ? ' complete' : ''}`,
  );
}

const configMap = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;
const annotations = `annotations: {proxy.istio.io/config: '{"concurrency": 2}'}`;
const operator = (spec: string) =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: a}\nspec: ${spec}\n`;

describe('configuration in other objects', () => {
  it('stands in the ConfigMaps of a control plane', () => {
    const data = '{mesh: "accessLogFile: a", meshNetworks: "networks: {east: {}}"}';
    expect(configs(configMap('istio', data))).toEqual([
      'MeshConfig accessLogFile istiod complete',
      'MeshNetworks networks istiod complete',
    ]);
    expect(configs(configMap('istio-canary', data))).toHaveLength(2);
    expect(configs(configMap('istiod', data), configMap('mesh', data))).toEqual([]);
    expect(configs(configMap('istio', '{mesh: "a: [", meshNetworks: 1}'))).toEqual([]);
  });

  it('stands in both places of an IstioOperator, and in the annotations of its gateways', () => {
    expect(
      configs(
        operator(`
  meshConfig: {trustDomain: a}
  components: {ingressGateways: [{name: b, k8s: {pod${annotations.replace('a', 'A')}}}]}
  values:
    meshConfig: {accessLogFile: b}
    global: {meshNetworks: {east: {}}}
    gateways: {istio-egressgateway: {pod${annotations.replace('a', 'A')}}}`),
      ),
    ).toEqual([
      'MeshConfig trustDomain istioctl',
      'MeshConfig accessLogFile istioctl',
      'ProxyConfig concurrency injector complete',
      'ProxyConfig concurrency injector complete',
      '{}Network east istiod',
    ]);
  });

  it('stands in the values of charts', () => {
    expect(configs('meshConfig: {accessLogFile: a}\nglobal: {meshNetworks: {east: {}}}\n')).toEqual([
      'MeshConfig accessLogFile istiod',
      '{}Network east istiod',
    ]);
    const application = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    repoURL: https://charts.example.com/istio\n    chart: istiod\n    helm:\n      values: |\n        meshConfig: {accessLogFile: a}\n`;
    expect(configs(application)).toEqual(['MeshConfig accessLogFile istiod']);
    expect(embeddedTextsOf(meshOf(application)).map(({ reader }) => reader)).toEqual(['argo-cd']);
    expect(
      configs(
        'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {name: a}\nspec: {values: {meshConfig: {trustDomain: a}}}\n',
      ),
    ).toEqual(['MeshConfig trustDomain istiod']);
  });

  it('stands in the annotations of pods, not in those of what makes them', () => {
    expect(configs(`apiVersion: v1\nkind: Pod\nmetadata: {name: a, ${annotations}}\n`)).toEqual([
      'ProxyConfig concurrency injector complete',
    ]);
    const deployment = (own: string, template: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a${own}}\nspec: {template: {metadata: {labels: {a: b}${template}}}}\n`;
    expect(configs(deployment('', `, ${annotations}`))).toHaveLength(1);
    expect(configs(deployment(`, ${annotations}`, ''))).toEqual([]);
  });

  it('answers with networks by name, wherever they stand', () => {
    const mesh = meshOf(
      configMap('istio', '{meshNetworks: "networks: {east: {}}"}'),
      'pilot: {autoscaleMin: 2}\nglobal: {meshNetworks: {west: {}}}\n',
    );
    expect(networksOf(mesh).map((networks) => networks.keys())).toEqual([['east'], ['west']]);
  });
});
