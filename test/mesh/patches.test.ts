import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { isPatched } from '../../src/mesh/patches.ts';
import { readSource } from '../../src/yaml/read.ts';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n';

function patched(kustomization: string, files: Record<string, string> = {}): boolean {
  const texts = { '/service.yaml': SERVICE, '/kustomization.yaml': kustomization, ...files };
  const mesh = new Mesh(
    Object.entries(texts).map(([path, text]) => readSource(path, text)),
    { rootNamespace: 'istio-system', namespace: '' },
  );
  const service = mesh.ofKind('Service', '')[0];
  return service !== undefined && isPatched(mesh, service, 'ports');
}

const inline = (target: string, patch: string) => `patches: [{${target} patch: '${patch}'}]\n`;

describe('isPatched', () => {
  it.each([
    [
      'operations on the member',
      inline('target: {kind: Service},', '[{op: add, path: /spec/ports/-, value: {}}]'),
      true,
    ],
    ['operations on all of the spec', inline('target: {name: w.*},', '[{op: replace, path: /spec, value: {}}]'), true],
    ['operations on another member', inline('target: {kind: Service},', '[{op: remove, path: /spec/selector}]'), false],
    ['another kind', inline('target: {kind: Deployment},', '[{op: remove, path: /spec/ports}]'), false],
    ['another name', inline('target: {name: we},', '[{op: remove, path: /spec/ports}]'), false],
    ['a part of it by its own name', inline('', '{kind: Service, metadata: {name: web}, spec: {ports: []}}'), true],
    ['a part without the member', inline('', '{kind: Service, metadata: {name: web}, spec: {type: NodePort}}'), false],
    ['a file that is not among those read', 'patches: [{path: gone.yaml, target: {kind: Service}}]\n', true],
    ['nothing', 'resources: [service.yaml]\n', false],
  ])('knows %s', (_, kustomization, expected) => {
    expect(patched(kustomization)).toBe(expected);
  });

  it('reads patches in files', () => {
    const file = { '/patch.yaml': SERVICE.replace('80', '8080') };
    expect(patched('patchesStrategicMerge: [patch.yaml]\n', file)).toBe(true);
    expect(patched('patches: [{path: patch.yaml}]\n', file)).toBe(true);
    expect(patched('patches: [{path: patch.yaml}]\n', { '/patch.yaml': SERVICE.replace('web', 'other') })).toBe(false);
  });
});
