import { describe, expect, it } from 'vitest';
import { extensionProviders, knowsProviders } from '../../src/mesh/extension-providers.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function setOf(...manifests: string[]): Mesh {
  return new Mesh([readSource('/a.yaml', manifests.join('\n---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

const configMap = (text: string, name = 'istio') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: istio-system}\ndata:\n  mesh: |-\n    ${text}\n`;
const operator = (meshConfig: string) =>
  `{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {meshConfig: ${meshConfig}}}`;

/** Name and type of the providers that are written, Istio's own left out. */
function written(...manifests: string[]): string[] {
  return extensionProviders(setOf(...manifests)).flatMap(({ name, type, field }) => (field ? `${name}: ${type}` : []));
}

describe('extensionProviders', () => {
  it.each([
    ['[{name: authz, envoyExtAuthzHttp: {service: a, port: 80}}]', ['authz: envoyExtAuthzHttp']],
    ['[{envoyExtAuthzGrpc: {}, name: authz}]', ['authz: envoyExtAuthzGrpc']],
    ['[{name: b, zipkin: }, {name: a, lightstep: {}}]', ['b: zipkin', 'a: lightstep']],
    ['[{name: authz}]', ['authz: undefined']],
    ['[{name: authz, "${TYPE}": {}}]', ['authz: undefined']],
    ['[{name: authz, "${TYPE}": {}, zipkin: {}}]', ['authz: undefined']],
    ['[{name: "${NAME}", zipkin: {}}]', []],
    ['[{zipkin: {}}, {name: 1, zipkin: {}}, authz, null]', []],
    ['{name: authz}', []],
    ['null', []],
  ])('are those of %s', (list, wanted) => {
    expect(written(configMap(`extensionProviders: ${list}`))).toEqual(wanted);
  });

  it('come from every mesh config', () => {
    const first = configMap('extensionProviders: [{name: a, zipkin: {}}]');
    const second = configMap('extensionProviders: [{name: b, zipkin: {}}]', 'istio-canary');
    expect(written(first, second, operator('{extensionProviders: [{name: c}]}'))).toHaveLength(3);
    expect(written(configMap('extensionProviders: [{name: a}]', 'other'))).toEqual([]);
  });

  it("are Istio's own beside them, which a written one goes before", () => {
    const named = (mesh: Mesh) => extensionProviders(mesh).map(({ name }) => name);
    expect(named(setOf())).toEqual(['prometheus', 'stackdriver', 'envoy']);
    const mesh = setOf(configMap('extensionProviders: [{name: envoy, envoyHttpAls: {}}]'));
    expect(extensionProviders(mesh).find(({ name }) => name === 'envoy')?.type).toBe('envoyHttpAls');
    expect(named(mesh)).toHaveLength(4);
  });
});

describe('knowsProviders', () => {
  it.each([
    ['no mesh config', [], false],
    ['a whole one without a list', [configMap('accessLogFile: a')], true],
    ['a whole one with a list', [configMap('extensionProviders: []')], true],
    ['one with a placeholder elsewhere', [configMap('accessLogFile: "${FILE}"')], true],
    ['one with a name to be filled in', [configMap('extensionProviders: [{name: "${NAME}"}]')], false],
    ['one with a member to be filled in', [configMap('extensionProviders: [{"${A}": {}}]')], false],
    ['one whose list is to be filled in', [configMap('extensionProviders: "${PROVIDERS}"')], false],
    ['one with members to be filled in', [configMap('{"${NAME}": []}')], false],
    ['two', [configMap('extensionProviders: []'), configMap('extensionProviders: []', 'istio-canary')], false],
    ['values that are merged with others', [operator('{accessLogFile: a}')], false],
    ['values that list them', [operator('{extensionProviders: []}')], true],
    ['values that delete them', [operator('{extensionProviders: null}')], false],
  ])('%s', (_, manifests, wanted) => expect(knowsProviders(setOf(...manifests))).toBe(wanted));
});
