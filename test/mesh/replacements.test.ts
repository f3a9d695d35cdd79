import { describe, expect, it } from 'vitest';
import { replacedFields } from '../../src/mesh/replacements.ts';
import { readSource } from '../../src/yaml/read.ts';

const SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, annotations: {example.com/owner: SET_LATER}}
spec:
  hosts: [A, B]
  http:
    - name: first
      route: [{destination: {host: C}}]
    - name: second
      route: [{destination: {host: D}}]
`;

function replaced(
  path: string,
  { select = '{kind: VirtualService}', at = '/k/reviews.yaml', members = 'reviews.yaml' } = {},
) {
  const kustomization = `kind: Kustomization
resources: [${members}]
replacements: [{targets: [{select: ${select}, fieldPaths: ['${path}']}]}]
`;
  const root = readSource('/k/kustomization.yaml', kustomization).documents[0]?.root;
  if (!root) throw new Error('no kustomization');
  return [...replacedFields(root, readSource(at, SERVICE).resources)].map(({ display }) => display);
}

describe('replacedFields', () => {
  it.each([
    ['spec.hosts.1', ['spec.hosts[1]']],
    ['spec.hosts.*', ['spec.hosts[0]', 'spec.hosts[1]']],
    ['spec.http.[name=second].route.0.destination.host', ['spec.http[1].route[0].destination.host']],
    ['metadata.annotations.example\\.com/owner', ['metadata.annotations["example.com/owner"]']],
    ['metadata.annotations.[example.com/owner]', []],
    ['spec.hosts.7', []],
    ['spec.nothing', []],
  ])('follows %s', (path, fields) => {
    expect(replaced(path)).toEqual(fields);
  });

  it('takes the resources that are selected', () => {
    expect(replaced('spec.hosts.0', { select: '{name: ratings}' })).toEqual([]);
    expect(replaced('spec.hosts.0', { select: '{group: networking.istio.io, name: reviews}' })).toEqual([
      'spec.hosts[0]',
    ]);
  });

  it('takes the resources that the kustomization or its bases name', () => {
    expect(replaced('spec.hosts.0', { at: '/k/other.yaml' })).toEqual([]);
    expect(replaced('spec.hosts.0', { at: '/base/reviews.yaml', members: '../base' })).toEqual(['spec.hosts[0]']);
  });
});
