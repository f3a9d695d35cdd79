import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { holdsWorkloads, selectedWorkloads, servicesOfWorkload } from '../../src/mesh/selected-workloads.ts';
import { readSource } from '../../src/yaml/read.ts';

const deployment = (name: string, namespace: string, labels = `{app: ${name}}`) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}
spec: {template: {metadata: {labels: ${labels}}, spec: {containers: [{name: ${name}, image: a}]}}}\n`;

const policy = (namespace: string, spec: string, kind = 'security.istio.io/v1\nkind: AuthorizationPolicy') =>
  `apiVersion: ${kind}\nmetadata: {name: policy, namespace: ${namespace}}\nspec: ${spec}\n`;

function setOf(...manifests: string[]): Mesh {
  return new Mesh([readSource('/all.yaml', manifests.join('---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

function chosenBy(manifest: string): string[] {
  const set = setOf(
    manifest,
    deployment('web', 'shop'),
    deployment('cart', 'shop', '{app: cart, tier: back}'),
    deployment('web', 'other'),
    deployment('loose', ''),
  );
  const [resource] = set.resources;
  if (!resource) throw new Error('no resource');
  return selectedWorkloads(set, resource).map((workload) => `${workload.namespace}/${workload.resource.name}`);
}

describe('selectedWorkloads', () => {
  it('looks in the namespace of the policy, and takes workloads without one for its own', () => {
    expect(chosenBy(policy('shop', '{selector: {matchLabels: {app: web}}}'))).toEqual(['shop/web']);
    expect(chosenBy(policy('shop', '{selector: {matchLabels: {app: loose}}}'))).toEqual(['/loose']);
  });

  it('chooses all of the namespace without a selector, and where it is empty', () => {
    expect(chosenBy(policy('shop', '{}'))).toEqual(['shop/web', 'shop/cart', '/loose']);
    expect(chosenBy(policy('other', '{selector: {}}'))).toEqual(['other/web', '/loose']);
  });

  it('chooses in every namespace from the root namespace, and for a Gateway', () => {
    const everywhere = ['shop/web', 'other/web'];
    expect(chosenBy(policy('istio-system', '{selector: {matchLabels: {app: web}}}'))).toEqual(everywhere);
    const gateway = policy('elsewhere', '{selector: {app: web}}', 'networking.istio.io/v1\nkind: Gateway');
    expect(chosenBy(gateway)).toEqual(everywhere);
  });

  it('reads the selectors of Sidecars, EnvoyFilters and DestinationRules where they stand', () => {
    const networking = (kind: string) => `networking.istio.io/v1\nkind: ${kind}`;
    expect(chosenBy(policy('shop', '{workloadSelector: {labels: {tier: back}}}', networking('Sidecar')))).toEqual([
      'shop/cart',
    ]);
    expect(
      chosenBy(policy('shop', '{workloadSelector: {matchLabels: {tier: back}}}', networking('DestinationRule'))),
    ).toEqual(['shop/cart']);
  });

  it('chooses nothing by a value that waits for a placeholder', () => {
    expect(chosenBy(policy('shop', '{selector: {matchLabels: {app: "${APP}"}}}'))).toEqual([]);
    expect(chosenBy(policy('shop', '{selector: {matchLabels: "${LABELS}"}}'))).toEqual([]);
  });
});

describe('servicesOfWorkload', () => {
  it('finds Services of the namespace whose selector matches; none without a selector', () => {
    const service = (name: string, namespace: string, selector: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {selector: ${selector}}\n`;
    const set = setOf(
      deployment('web', 'shop'),
      service('web', 'shop', '{app: web}'),
      service('web', 'other', '{app: web}'),
      service('none', 'shop', '{}'),
    );
    const [workload] = set.workloads();
    expect(workload && servicesOfWorkload(set, workload).map(({ name }) => name)).toEqual(['web']);
  });
});

describe('holdsWorkloads', () => {
  it('is true of namespaces with a workload', () => {
    const set = setOf(deployment('web', 'shop'));
    expect([holdsWorkloads(set, 'shop'), holdsWorkloads(set, 'other'), holdsWorkloads(set, '')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
