import { describe, expect, it } from 'vitest';
import { isCaptured, itemsOf } from '../../src/mesh/capture.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function items(value: string): string[] {
  const [document] = readSource('/a.yaml', `list: ${value}\n`).documents;
  if (!document) throw new Error('no document');
  return itemsOf(document.root.child('list'));
}

/** Is port 8080 of a Pod captured, beside other manifests? */
function captured(annotations: string, ...others: string[]): boolean {
  const pod = `{apiVersion: v1, kind: Pod, metadata: {name: web, annotations: ${annotations}}, spec: {containers: [{name: web}]}}`;
  const mesh = new Mesh([readSource('/a.yaml', [pod, ...others].join('\n---\n'))], {
    rootNamespace: 'istio-system',
    namespace: '',
  });
  const [workload] = mesh.workloads();
  if (!workload) throw new Error('no workload');
  return isCaptured(mesh, workload, 8080);
}

const operator = (spec: string) => `{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: ${spec}}`;
const values = (proxy: string) => operator(`{values: {global: {proxy: ${proxy}}}}`);
const meshConfig = (text: string) =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: "${text}"}}`;

describe('itemsOf', () => {
  it.each([
    ['"80, 443 ,"', ['80', '443']],
    ['80', ['80']],
    ['", ,"', []],
    ['""', []],
    ['null', []],
    ['[80]', []],
    ['"80,${PORT}"', []],
  ])('%s', (value, wanted) => expect(items(value)).toEqual(wanted));
});

describe('isCaptured', () => {
  const annotation = (name: string, value: string) => `{traffic.sidecar.istio.io/${name}: ${value}}`;
  it.each([
    ['{}', true],
    ['null', true],
    [annotation('includeInboundPorts', '"*"'), true],
    [annotation('includeInboundPorts', '"80, 8080"'), true],
    [annotation('includeInboundPorts', '8080'), true],
    [annotation('includeInboundPorts', '"18080,80"'), false],
    [annotation('includeInboundPorts', '""'), false],
    [annotation('includeInboundPorts', 'null'), true],
    [annotation('includeInboundPorts', '"${PORTS}"'), false],
    [annotation('excludeInboundPorts', '"80, 8080"'), false],
    [annotation('excludeInboundPorts', '8080'), false],
    [annotation('excludeInboundPorts', '"18080"'), true],
    [annotation('excludeInboundPorts', '""'), true],
    [annotation('excludeInboundPorts', '"{{ ports }}"'), false],
    [annotation('excludeOutboundPorts', '"8080"'), true],
    [
      '{traffic.sidecar.istio.io/includeInboundPorts: "*", traffic.sidecar.istio.io/excludeInboundPorts: "8080"}',
      false,
    ],
    ['{sidecar.istio.io/interceptionMode: NONE}', false],
    ['{sidecar.istio.io/interceptionMode: TPROXY}', true],
    ['{sidecar.istio.io/interceptionMode: "${MODE}"}', false],
    ['"${ANNOTATIONS}"', false],
    ['{"${NAME}": x}', false],
    ['{proxy.istio.io/config: "interceptionMode: NONE"}', false],
    ['{proxy.istio.io/config: "interceptionMode: REDIRECT"}', true],
    ['{proxy.istio.io/config: "concurrency: 1"}', true],
    ['{proxy.istio.io/config: "${CONFIG}"}', false],
  ])('asks the pods: %s', (annotations, wanted) => expect(captured(annotations)).toBe(wanted));

  it.each([
    ['{}', true],
    ['{includeInboundPorts: "*"}', true],
    ['{includeInboundPorts: null}', true],
    ['{includeInboundPorts: "80"}', false],
    ['{includeInboundPorts: 80}', false],
    ['{includeInboundPorts: ""}', false],
    ['{includeInboundPorts: "${PORTS}"}', false],
    ['{excludeInboundPorts: ""}', true],
    ['{excludeInboundPorts: null}', true],
    ['{excludeInboundPorts: "9090"}', false],
    ['{excludeInboundPorts: 9090}', false],
    ['{excludeInboundPorts: "${PORTS}"}', false],
    ['{excludeOutboundPorts: "9090"}', true],
  ])('asks the values of the install: %s', (proxy, wanted) => {
    expect(captured('{}', values(proxy))).toBe(wanted);
  });

  it('asks values of charts too', () => {
    const release = `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: istiod}, spec: {chart: {spec: {chart: istiod}}, values: {global: {proxy: {excludeInboundPorts: "9090"}}}}}`;
    expect(captured('{}', release)).toBe(false);
  });

  it.each([
    ['interceptionMode: NONE', '{}', false],
    ["interceptionMode: '${MODE}'", '{}', false],
    ['interceptionMode: TPROXY', '{}', true],
    ['interceptionMode: NONE', '{sidecar.istio.io/interceptionMode: REDIRECT}', true],
    ['interceptionMode: NONE', '{proxy.istio.io/config: "interceptionMode: REDIRECT"}', true],
  ])('asks the mesh config, the widest setting: %s beside %s', (mode, annotations, wanted) => {
    expect(captured(annotations, meshConfig(`defaultConfig: {${mode}}`))).toBe(wanted);
  });
});
