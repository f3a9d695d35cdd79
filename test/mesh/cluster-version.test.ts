import { describe, expect, it } from 'vitest';
import { clusterVersion } from '../../src/mesh/cluster-version.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function versionIn(manifest: string): string | undefined {
  const mesh = new Mesh([readSource('/cluster.yaml', manifest)], { rootNamespace: 'istio-system', namespace: '' });
  return mesh.resources.map((resource) => clusterVersion(resource)?.text)[0];
}

const eksctl = (version: string) =>
  `apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, version: ${version}}\n`;

describe('clusterVersion', () => {
  it.each([
    ['"1.32"', '1.32'],
    ['v1.32.4', '1.32'],
    ['v1.32.4+rke2r1', '1.32'],
    ['1.32.5-gke.100', '1.32'],
    ['latest', undefined],
    ['"1.9"', undefined],
    // YAML reads 1.30 as the number 1.3.
    ['1.30', undefined],
    ['"1.320"', undefined],
    ['"${VERSION}"', undefined],
    ['{}', undefined],
  ])('%s', (version, wanted) => {
    expect(versionIn(eksctl(version))).toBe(wanted);
  });

  it('reads the image of nodes of kind, of the control plane alone', () => {
    const nodes = (list: string) => `apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: ${list}\n`;
    expect(versionIn(nodes('[{role: control-plane, image: "kindest/node:v1.29.2@sha256:abc"}]'))).toBe('1.29');
    expect(versionIn(nodes('[{role: worker, image: "kindest/node:v1.29.2"}, {image: "kindest/node:v1.30.1"}]'))).toBe(
      '1.30',
    );
    expect(versionIn(nodes('[{role: control-plane}]'))).toBeUndefined();
    expect(versionIn(nodes('[null, x]'))).toBeUndefined();
  });

  it('reads an image with a registry and its port', () => {
    const simple = (image: string) => `apiVersion: k3d.io/v1alpha5\nkind: Simple\nimage: ${image}\n`;
    expect(versionIn(simple('registry.example.com:5000/rancher/k3s:v1.31.2-k3s1'))).toBe('1.31');
    expect(versionIn(simple('rancher/k3s:latest'))).toBeUndefined();
    expect(versionIn(simple('rancher/k3s'))).toBeUndefined();
  });

  it('knows other objects of the same kind from clusters', () => {
    expect(
      versionIn('apiVersion: apps.kubeblocks.io/v1\nkind: Cluster\nspec: {topology: {version: v1.20.0}}\n'),
    ).toBeUndefined();
    expect(
      versionIn('apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nspec: {topology: {version: v1.20.0}}\n'),
    ).toBe('1.20');
  });
});
