import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { sidecarInAmbient } from '../../src/mesh/sidecar-in-ambient.ts';
import { readSource } from '../../src/yaml/read.ts';

const AMBIENT = '"istio.io/dataplane-mode": ambient';
const namespace = (labels: string) => `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {${labels}}}}`;
const PROXY = '{name: istio-proxy, image: proxyv2}';

function find(labels: string, ofNamespaces: string[], more: { annotations?: string; spec?: string } = {}) {
  const { annotations = '', spec = '{containers: [{name: a, image: a}]}' } = more;
  const deployment = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop}, spec: {template: {metadata: {labels: {${labels}}, annotations: {${annotations}}}, spec: ${spec}}}}`;
  const files = [deployment, ...ofNamespaces.map(namespace)].map((text, i) => readSource(`/${i}.yaml`, text));
  const mesh = new Mesh(files, { rootNamespace: 'istio-system', namespace: '' });
  const [workload] = mesh.workloads();
  const found = workload && sidecarInAmbient(mesh, workload);
  return (
    found && `${found.outcome} ${found.sidecar.name} ${found.mode.parent === workload.labels ? 'pod' : 'namespace'}`
  );
}

describe('sidecarInAmbient', () => {
  it('finds labels of the pods that ask for both', () => {
    expect(find(`${AMBIENT}, sidecar.istio.io/inject: "true"`, [''])).toBe('sidecar sidecar.istio.io/inject pod');
    expect(find(`${AMBIENT}, sidecar.istio.io/inject: "true"`, [])).toBe('sidecar sidecar.istio.io/inject pod');
    expect(find(`${AMBIENT}, istio.io/rev: stable`, [''])).toBe('sidecar istio.io/rev pod');
    expect(find(AMBIENT, ['istio-injection: enabled'])).toBe('sidecar istio-injection pod');
    expect(find(AMBIENT, ['istio.io/rev: stable'])).toBe('sidecar istio.io/rev pod');
    expect(find(`${AMBIENT}, sidecar.istio.io/inject: "false"`, ['istio-injection: enabled'])).toBeUndefined();
    expect(find(AMBIENT, ['istio-injection: disabled'])).toBeUndefined();
    expect(find(AMBIENT, [])).toBeUndefined();
  });

  it('finds sidecars in a Namespace in ambient mode', () => {
    expect(find('sidecar.istio.io/inject: "true"', [AMBIENT])).toBe('sidecar sidecar.istio.io/inject namespace');
    expect(find('sidecar.istio.io/inject: "true", istio.io/dataplane-mode: none', [AMBIENT])).toBeUndefined();
    expect(find('app: a', [AMBIENT])).toBeUndefined();
    // Without the label it is not injected.
    expect(find('app: a', [AMBIENT], { annotations: 'sidecar.istio.io/inject: "true"' })).toBeUndefined();
  });

  it('leaves a Namespace with labels for both to another rule, and alternatives that disagree alone', () => {
    expect(find('app: a', [`${AMBIENT}, istio-injection: enabled`])).toBeUndefined();
    expect(find('sidecar.istio.io/inject: "true"', [AMBIENT, ''])).toBeUndefined();
    expect(find(AMBIENT, ['istio-injection: enabled', ''])).toBeUndefined();
  });

  it('tells a container of their own from an injected one', () => {
    const spec = `{containers: [{name: a, image: a}, ${PROXY}]}`;
    expect(find('app: a', [AMBIENT], { spec })).toBe('both name namespace');
    expect(find(AMBIENT, [], { spec })).toBe('both name pod');
    expect(find('app: a', [AMBIENT], { spec, annotations: 'sidecar.istio.io/status: "{}"' })).toBe(
      'sidecar name namespace',
    );
    expect(find('sidecar.istio.io/inject: "true"', [AMBIENT], { spec })).toBe('sidecar name namespace');
    expect(find('app: a', [AMBIENT], { spec: `{containers: [{name: a}], initContainers: [${PROXY}]}` })).toBe(
      'both name namespace',
    );
  });

  it('passes over gateways, the network of the host and what is in ambient mode already', () => {
    expect(find('app: a', [AMBIENT], { spec: `{containers: [${PROXY}]}` })).toBeUndefined();
    expect(
      find('sidecar.istio.io/inject: "true"', [AMBIENT], { spec: '{containers: [{name: g, image: auto}]}' }),
    ).toBeUndefined();
    const inject = `${AMBIENT}, sidecar.istio.io/inject: "true"`;
    expect(find(inject, [''], { spec: '{hostNetwork: true, containers: [{name: a}]}' })).toBeUndefined();
    expect(find(inject, [''], { annotations: 'ambient.istio.io/redirection: enabled' })).toBeUndefined();
  });
});
