import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { backendsOf } from '../../src/mesh/service-backends.ts';
import { readSource } from '../../src/yaml/read.ts';

const SERVICE = (spec = 'selector: {app: a}', namespace = 'shop') =>
  `{apiVersion: v1, kind: Service, metadata: {name: a, namespace: ${namespace}}, spec: {${spec}}}`;
const POD = (name: string, labels = '{app: a}', namespace = 'shop') =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ${namespace}, labels: ${labels}}, spec: {}}`;
const MACHINE = (labels: string, namespace = 'shop') =>
  `{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {name: m, namespace: ${namespace}}, spec: {labels: ${labels}}}`;
const MACHINES = (labels: string) =>
  `{apiVersion: networking.istio.io/v1, kind: WorkloadGroup, metadata: {name: m, namespace: shop}, spec: {metadata: {labels: ${labels}}}}`;

/** The pods behind the Service, and whether these are all. */
function backends(...files: string[][]): [string, boolean] {
  const sources = files.map((documents, index) => readSource(`/${index}.yaml`, documents.join('\n---\n')));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  const [service] = mesh.ofKind('Service');
  if (!service) throw new Error('no Service');
  const { workloads, areAll } = backendsOf(mesh, service);
  return [workloads.map(({ resource }) => resource.name).join(), areAll];
}

describe('backendsOf', () => {
  it.each([
    ['pods of the namespace', [SERVICE(), POD('p'), POD('q'), POD('r', '{app: b}')], 'p,q', true],
    ['pods with more labels', [SERVICE(), POD('p', '{app: a, version: v1}')], 'p', true],
    ['pods with fewer labels', [SERVICE('selector: {app: a, version: v1}'), POD('p')], '', true],
    ['pods of another namespace', [SERVICE(), POD('p', '{app: a}', 'web')], '', true],
    ['pods of the root namespace', [SERVICE(), POD('p', '{app: a}', 'istio-system')], '', true],
    ['pods whose namespace nobody names', [SERVICE(), POD('p'), POD('q', '{app: a}', '""')], 'p', false],
    ['pods with an open label', [SERVICE(), POD('p'), POD('q', '{app: "${APP}"}')], 'p', false],
    ['pods with another open label', [SERVICE(), POD('p', '{app: a, version: "${VERSION}"}')], 'p', true],
    ['pods with open labels', [SERVICE(), POD('p'), POD('q', '"${LABELS}"')], 'p', false],
    ['no pods at all', [SERVICE()], '', true],
    ['an open selector', [SERVICE('selector: {app: a, version: "${VERSION}"}'), POD('p')], '', false],
    ['no selector', [SERVICE('type: ClusterIP'), POD('p')], '', false],
    ['an empty selector', [SERVICE('selector: {}'), POD('p')], '', false],
    ['a selector of another type', [SERVICE('selector: [app]'), POD('p')], '', false],
    ['a machine', [SERVICE(), POD('p'), MACHINE('{app: a}')], 'p', false],
    ['machines of a group', [SERVICE(), POD('p'), MACHINES('{app: a, version: v1}')], 'p', false],
    ['a machine with open labels', [SERVICE(), POD('p'), MACHINE('{app: "${APP}"}')], 'p', false],
    ['another machine', [SERVICE(), POD('p'), MACHINE('{app: b}')], 'p', true],
    ['a machine of another namespace', [SERVICE(), POD('p'), MACHINE('{app: a}', 'web')], 'p', true],
    ['a machine whose namespace nobody names', [SERVICE(), POD('p'), MACHINE('{app: a}', '""')], 'p', false],
    ['a Service of a name alone', [SERVICE('type: ExternalName, selector: {app: a}'), POD('p')], '', false],
  ])('of %s', (_, documents, workloads, areAll) => {
    expect(backends(documents)).toEqual([workloads, areAll]);
  });

  it('takes pods of the same namespace wherever they are written', () => {
    expect(backends([SERVICE()], [POD('p')], [POD('q')])).toEqual(['p,q', true]);
  });

  it('takes pods without a namespace where they are applied with a Service without one', () => {
    const [service, p] = [SERVICE('selector: {app: a}', '""'), POD('p', '{app: a}', '""')];
    expect(backends([service, p])).toEqual(['p', true]);
    expect(backends([service], [p])).toEqual(['', false]);
    expect(backends([service, p], [POD('q', '{app: a}', '""')])).toEqual(['p', false]);
    expect(backends([service, p, POD('q')])).toEqual(['p', false]);
  });
});
