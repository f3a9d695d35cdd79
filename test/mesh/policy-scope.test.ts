import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { holdsForAll, namesOf, rivalDefaults, rivalSelectors } from '../../src/mesh/policy-scope.ts';
import { readSource } from '../../src/yaml/read.ts';

const SIDECAR = (name: string, spec = '{}', namespace = 'shop') =>
  `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: ${name}, namespace: ${namespace}}, spec: ${spec}}`;
const TELEMETRY = (name: string, labels: string, namespace = 'shop') =>
  `{apiVersion: telemetry.istio.io/v1, kind: Telemetry, metadata: {name: ${name}, namespace: ${namespace}}, spec: {selector: {matchLabels: ${labels}}}}`;
const POD = (labels: string, namespace = 'shop') =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: ${namespace}, labels: ${labels}}, spec: {containers: [{name: app}]}}`;

function meshOf(...files: string[][]): Mesh {
  const sources = files.map((documents, index) => readSource(`/${index}.yaml`, documents.join('\n---\n')));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
}

describe('holdsForAll', () => {
  it.each([
    ['{}', true],
    ['{egress: []}', true],
    ['{workloadSelector: null}', true],
    ['{workloadSelector: {}}', false],
    ['{workloadSelector: {labels: {}}}', false],
    ['{workloadSelector: {labels: {app: a}}}', false],
    ['{workloadSelector: "${SELECTOR}"}', false],
    ['{selector: {matchLabels: {app: a}}}', true],
    ['{targetRefs: [{kind: Gateway, name: a}]}', false],
    ['{targetRef: {kind: Gateway, name: a}}', false],
    ['{targetRef: null, targetRefs: null}', true],
    ['"${SPEC}"', false],
    ['null', true],
  ])('%s: %s', (spec, wanted) => {
    const [sidecar] = meshOf([SIDECAR('a', spec)]).resources;
    expect(sidecar && holdsForAll(sidecar, 'workloadSelector')).toBe(wanted);
  });
});

describe('rivalDefaults', () => {
  const defaults = (meeting: string, ...files: string[][]) => {
    const mesh = meshOf(...files);
    return rivalDefaults(mesh, meeting, mesh.ofKind('Sidecar')).map(
      ({ resource, others, key }) => `${resource.name}: ${namesOf(others)} in "${key}"`,
    );
  };
  const [a, b] = ['a: "b" in "shop"', 'b: "a" in "shop"'];
  it.each([
    ['of one namespace', [[SIDECAR('a'), SIDECAR('b')]], [a, b]],
    ['of two namespaces', [[SIDECAR('a'), SIDECAR('b', '{}', 'web')]], []],
    ['of one namespace in two files', [[SIDECAR('a')], [SIDECAR('b')]], []],
    [
      'of a namespace that nobody names, applied together',
      [[SIDECAR('a', '{}', '""'), SIDECAR('b', '{}', '""')]],
      ['a: "b" in ""', 'b: "a" in ""'],
    ],
    ['of a namespace that is not known', [[SIDECAR('a'), SIDECAR('b', '{}', '""')]], []],
  ])('%s', (_, files, wanted) => {
    expect(defaults('applied', ...files)).toEqual(wanted);
  });

  it('of all that was read', () => {
    expect(defaults('all', [SIDECAR('a')], [SIDECAR('b')])).toEqual([a, b]);
  });
});

describe('rivalSelectors', () => {
  const selectors = (meeting: string, ...files: string[][]) => {
    const mesh = meshOf(...files);
    return rivalSelectors(mesh, meeting, mesh.ofKind('Telemetry')).map(
      ({ resource, others, key }) =>
        `${resource.name}: ${namesOf(others)} by ${typeof key === 'string' ? key : key.resource.display}`,
    );
  };
  const [APP, VERSION] = [TELEMETRY('a', '{app: a}'), TELEMETRY('b', '{version: v1}')];
  it.each([
    [
      'that choose a workload',
      [APP, VERSION, POD('{app: a, version: v1}')],
      ['a: "b" by Pod shop/p', 'b: "a" by Pod shop/p'],
    ],
    ['that choose different ones', [APP, VERSION, POD('{app: a}'), POD('{version: v1}')], []],
    ['that choose a workload of another namespace', [APP, VERSION, POD('{app: a, version: v1}', 'web')], []],
    ['that may choose a workload', [APP, VERSION, POD('{app: a, version: v1}', '""')], []],
    [
      'that choose a workload in ambient mode',
      [APP, VERSION, POD('{app: a, version: v1, istio.io/dataplane-mode: ambient}')],
      [],
    ],
    [
      'that choose the same, whoever that is',
      [TELEMETRY('a', '{app: a, version: v1}'), TELEMETRY('b', '{version: v1, app: a}')],
      ['a: "b" by shop/app=a,version=v1', 'b: "a" by shop/app=a,version=v1'],
    ],
    ['that choose nobody that is known', [APP, VERSION], []],
    ['of two namespaces', [TELEMETRY('a', '{app: a}'), TELEMETRY('b', '{app: a}', 'web')], []],
    ['that are empty', [TELEMETRY('a', '{}'), TELEMETRY('b', '{}'), POD('{app: a}')], []],
    ['that are not known', [TELEMETRY('a', '{app: "${APP}"}'), TELEMETRY('b', '{app: "${APP}"}')], []],
    ['of another type', [TELEMETRY('a', '[app]'), TELEMETRY('b', '[app]')], []],
    [
      'of the root namespace, which are for its own pods',
      [
        TELEMETRY('a', '{app: a}', 'istio-system'),
        TELEMETRY('b', '{version: v1}', 'istio-system'),
        POD('{app: a, version: v1}'),
      ],
      [],
    ],
  ])('%s', (_, documents, wanted) => {
    expect(selectors('applied', documents)).toEqual(wanted);
  });

  it('take the same selector for the same pods only where not all is known', () => {
    const same = [TELEMETRY('a', '{app: a}'), TELEMETRY('b', '{app: a}')];
    expect(selectors('all', same)).toEqual([]);
    expect(selectors('all', same, [POD('{app: a}')])).toHaveLength(2);
    expect(selectors('applied', same, [POD('{app: a}')])).toHaveLength(2);
    expect(selectors('applied', [APP], [VERSION], [POD('{app: a, version: v1}')])).toEqual([]);
  });
});

it.each([
  [['a'], '"a"'],
  [['a', 'b', 'c'], '"a" and "b" and "c"'],
])('names %s as %s', (names, wanted) => {
  expect(namesOf(meshOf(names.map((name) => SIDECAR(name))).resources)).toBe(wanted);
});
