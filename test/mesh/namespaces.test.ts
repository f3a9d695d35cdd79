import { expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { findNamespaces, isSystemNamespace } from '../../src/mesh/namespaces.ts';
import { readSource } from '../../src/yaml/read.ts';

const NAMESPACE = '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}';
const CONFIG = (metadata: string, kind = 'ConfigMap') => `{apiVersion: v1, kind: ${kind}, metadata: ${metadata}}`;

/** The namespaces of a set as `name manifests/resources`. */
function found(files: string | Record<string, string>, settings: { namespace?: string } = {}): string[] {
  const texts = typeof files === 'string' ? { 'a.yaml': files } : files;
  const sources = Object.entries(texts).map(([path, text]) => readSource(`/k/${path}`, text));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '', ...settings });
  return [...findNamespaces(mesh).values()].map(
    ({ name, manifests, resources }) => `${name} ${manifests.length}/${resources.length}`,
  );
}

it.each([
  ['a manifest alone', NAMESPACE, ['shop 1/0']],
  ['a resource alone', CONFIG('{name: a, namespace: shop}'), ['shop 0/1']],
  ['several manifests', `${NAMESPACE}\n---\n${NAMESPACE}\n---\n${CONFIG('{namespace: shop}')}`, ['shop 2/1']],
  ['a manifest that says a namespace', NAMESPACE.replace('name: shop', 'name: shop, namespace: web'), ['shop 1/0']],
  ['a manifest without a name', '{apiVersion: v1, kind: Namespace, metadata: {}}', []],
  ['a manifest with an open name', '{apiVersion: v1, kind: Namespace, metadata: {name: "${NAME}"}}', []],
  ['a resource of an open namespace', CONFIG('{name: a, namespace: "${NAME}"}'), []],
  ['a resource without a namespace', CONFIG('{name: a}'), []],
  ['a namespace of another type', CONFIG('{name: a, namespace: [shop]}'), []],
  [
    'a namesake of the kind',
    '{apiVersion: example.com/v1, kind: Namespace, metadata: {name: a, namespace: shop}}',
    ['shop 0/1'],
  ],
  [
    'items of a List',
    `{apiVersion: v1, kind: List, items: [${NAMESPACE}, ${CONFIG('{name: a, namespace: shop}')}]}`,
    ['shop 1/1'],
  ],
])('finds %s', (_, text, wanted) => {
  expect(found(text)).toEqual(wanted);
});

it('takes the namespace that is given for the one that nobody names', () => {
  expect(found(`${CONFIG('{name: a}')}\n---\n${NAMESPACE}`, { namespace: 'given' })).toEqual(['shop 1/0', 'given 0/1']);
});

it('takes the namespace that a kustomization writes, and leaves patches out', () => {
  const files = {
    'kustomization.yaml': '{namespace: prod, resources: [a.yaml], patches: [{path: p.yaml}, {path: n.yaml}]}',
    'a.yaml': CONFIG('{name: a, namespace: shop}'),
    'p.yaml': CONFIG('{name: a, namespace: shop}'),
    'n.yaml': NAMESPACE,
  };
  expect(found(files)).toEqual(['prod 0/1']);
});

it.each([
  ['kube-system', true],
  ['local-path-storage', true],
  ['kube-systems', false],
  ['istio-system', false],
  ['default', false],
  ['', false],
])('%s is of the system: %s', (name, wanted) => {
  expect(isSystemNamespace(name)).toBe(wanted);
});
