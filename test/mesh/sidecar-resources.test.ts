import { describe, expect, it } from 'vitest';
import { findComponent } from '../../src/mesh/install/installed.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { sidecarResources } from '../../src/mesh/sidecar-resources.ts';
import { undersizedRequests } from '../../src/mesh/undersized.ts';
import { readSource } from '../../src/yaml/read.ts';

function meshOf(...texts: string[]): Mesh {
  const sources = texts.map((text, index) => readSource(`${index}.yaml`, text));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
}

const operator = (spec: string) =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: x}\nspec: ${spec}\n`;
const pod = (metadata: string, container: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: x, ${metadata}}\nspec: {containers: [{name: app, image: app:1}, ${container}]}\n`;
const values = (resources: string, profile = 'default') =>
  operator(`{profile: ${profile}, values: {global: {proxy: {resources: ${resources}}}}}`);

describe('sidecarResources', () => {
  it.each([
    ['an annotation', pod('annotations: {sidecar.istio.io/proxyCPU: 1}', '{name: b}'), ['nothing', 'nothing']],
    ['no annotation', pod('annotations: {sidecar.istio.io/inject: "true"}', '{name: b}'), []],
    ['a complete container', pod('labels: {}', '{name: istio-proxy, image: proxy:1}'), ['nothing', 'nothing']],
    ['a merged container', pod('labels: {}', '{name: istio-proxy, image: auto}'), ['unknown', 'unknown']],
    ['null in place of limits', values('{limits: null}'), ['unknown', 'unknown']],
    ['the demo profile', values('{limits: {cpu: 1}}', 'demo'), ['unknown', 'unknown']],
    ['several statements', `${values('{limits: {}}')}---\n${values('{limits: {}}')}`, Array(4).fill('unknown')],
  ])('says what else holds beside %s', (_, text, wanted) => {
    expect(sidecarResources(meshOf(text)).map(({ otherwise }) => otherwise)).toEqual(wanted);
  });

  it('fills values of an install up with those of the chart', () => {
    const found = sidecarResources(meshOf(values('{limits: {cpu: 1}}')));
    expect(found.map(({ resource, otherwise }) => [resource, otherwise])).toEqual([
      ['cpu', { request: '100m', limit: '2000m' }],
      ['memory', { request: '128Mi', limit: '1024Mi' }],
    ]);
  });
});

describe('findComponent', () => {
  const gateway = (text: string, profile: 'ingressGateway'[] = ['ingressGateway']) =>
    findComponent(meshOf(text), 'ingressGateway', profile);

  it.each([
    ['by the profile', '{}', 'present'],
    ['by a switch', '{components: {ingressGateways: [{enabled: true}]}}', 'present'],
    ['by a switch that is not known yet', '{components: {ingressGateways: [{enabled: "${ON}"}]}}', 'present'],
    ['by one of two', '{components: {ingressGateways: [{enabled: false}, {enabled: true}]}}', 'present'],
  ])('is installed %s', (_, spec, wanted) => {
    expect(gateway(operator(spec))).toBe(wanted);
  });

  it('is absent where the profile does not bring it, and off where a switch says so', () => {
    expect(gateway(operator('{}'), [])).toBe('absent');
    const off = gateway(operator('{components: {ingressGateways: [{name: a, enabled: false}]}}'));
    expect(typeof off === 'object' ? off.off.boolean : off).toBe(false);
  });
});

describe('undersizedRequests', () => {
  const small = (requests: string) => {
    const [document] = readSource('a.yaml', `requests: ${requests}\n`).documents;
    const found = document ? undersizedRequests(document.root, { cpu: '500m', memory: '2Gi' }) : [];
    return found.map(({ resource }) => resource);
  };

  it.each([
    ['{cpu: 0.5, memory: 2048Mi}', []],
    ['{cpu: "0.499", memory: 2G}', ['cpu', 'memory']],
    ['{cpu: 499m, memory: 2147483648}', ['cpu']],
    ['{cpu: "${CPU}", memory: lots}', []],
    ['{cpu: null}', []],
    ['[500m]', []],
  ])('of %s are %j', (requests, wanted) => {
    expect(small(requests)).toEqual(wanted);
  });
});
