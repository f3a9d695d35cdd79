import { describe, expect, it } from 'vitest';
import { meshOf } from '../../src/engine/mesh-of.ts';
import { isVisibleFrom } from '../../src/mesh/visibility.ts';
import { readSource } from '../../src/yaml/read.ts';

const settings = { namespace: '' };

function meshOfTexts(texts: readonly string[], more = {}) {
  const files = texts.map((text, index) => readSource(`/repo/${index}.yaml`, text));
  return meshOf(files, { ...settings, ...more });
}

const configMap = (mesh: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: mesh}\ndata:\n  mesh: |\n    ${mesh}\n`;
const operator = (spec: string) =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: a}\nspec: ${spec}\n`;
const sail = (values: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {name: default}\nspec: {version: v1.31-latest, values: ${values}}\n`;
const mention = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata: {rootNamespace: elsewhere}\n';

describe('the root namespace', () => {
  it.each<[string, string[], string]>([
    ['nothing says it', [], 'istio-system'],
    ['another ConfigMap speaks of it', [mention], 'istio-system'],
    ['the mesh config', [configMap('rootNamespace: mesh')], 'mesh'],
    ['a mesh config that is empty', [configMap('rootNamespace: ""')], 'istio-system'],
    ['a mesh config to be filled in', [configMap('rootNamespace: $' + '{ROOT}')], 'istio-system'],
    ['two that agree', [configMap('rootNamespace: a'), operator('{meshConfig: {rootNamespace: a}}')], 'a'],
    ['two that differ', [configMap('rootNamespace: a'), operator('{meshConfig: {rootNamespace: b}}')], 'istio-system'],
    ['values of the charts', [operator('{values: {global: {istioNamespace: mesh}}}')], 'mesh'],
    ['a file of values', ['global: {istioNamespace: mesh}\n'], 'mesh'],
    ['the Sail Operator', [sail('{global: {istioNamespace: mesh}}')], 'mesh'],
    [
      'the mesh config before the values',
      [operator('{meshConfig: {rootNamespace: a}, values: {global: {istioNamespace: b}}}')],
      'a',
    ],
  ])('%s', async (_, texts, wanted) => {
    expect((await meshOfTexts(texts)).rootNamespace).toBe(wanted);
  });

  it('is what the user says, whatever stands in the tree', async () => {
    const mesh = await meshOfTexts([configMap('rootNamespace: mesh')], { rootNamespace: 'mine' });
    expect(mesh.rootNamespace).toBe('mine');
  });
});

describe('default exportTo', () => {
  const inShop = (kind: string, spec: string, apiVersion = 'networking.istio.io/v1') =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a, namespace: shop}\nspec: ${spec}\n`;
  const rule = inShop('DestinationRule', '{host: a}');
  const own = inShop('DestinationRule', '{host: a, exportTo: ["*"]}');
  const service = inShop('Service', '{ports: [{port: 80}]}', 'v1');
  const entry = inShop('ServiceEntry', '{hosts: [a.example.com]}');
  const routes = inShop('VirtualService', '{hosts: [a]}');

  it.each<[string, string, string, boolean]>([
    ['its own namespace', rule, 'defaultDestinationRuleExportTo: ["."]', false],
    ['another', rule, 'defaultDestinationRuleExportTo: [other]', true],
    ['a third', rule, 'defaultDestinationRuleExportTo: [third]', false],
    ['the default of other kinds', rule, 'defaultServiceExportTo: ["."]', true],
    ['its own exportTo before it', own, 'defaultDestinationRuleExportTo: ["."]', true],
    ['Services', service, 'defaultServiceExportTo: ["."]', false],
    ['ServiceEntries', entry, 'defaultServiceExportTo: ["."]', false],
    ['VirtualServices', routes, 'defaultVirtualServiceExportTo: ["."]', false],
    ['to be filled in', routes, 'defaultVirtualServiceExportTo: ["$' + '{SCOPE}"]', true],
    ['an empty list', routes, 'defaultVirtualServiceExportTo: []', true],
  ])('%s', async (_, resource, meshConfig, isVisible) => {
    const mesh = await meshOfTexts([resource, configMap(meshConfig)]);
    const [first] = mesh.resources;
    if (!first) throw new Error('nothing was read');
    expect(isVisibleFrom(mesh, first, 'other')).toBe(isVisible);
  });

  it('is not known where two mesh configs differ, so the resource may be seen', async () => {
    const differing = operator('{meshConfig: {defaultDestinationRuleExportTo: ["*"]}}');
    const mesh = await meshOfTexts([rule, configMap('defaultDestinationRuleExportTo: ["."]'), differing]);
    const [first] = mesh.resources;
    expect(first && isVisibleFrom(mesh, first, 'other')).toBe(true);
  });

  it('is not heeded where namespaces are taken as written, as istioctl does', async () => {
    const texts = [rule, configMap('defaultDestinationRuleExportTo: ["."]')];
    const mesh = await meshOfTexts(texts, { namespacesAsWritten: true });
    const [first] = mesh.resources;
    expect(first && isVisibleFrom(mesh, first, 'other')).toBe(true);
  });
});
