import { describe, expect, it } from 'vitest';
import { Mesh } from '../../src/mesh/mesh.ts';
import { brings, importsOf, sidecarsOfNamespace, sidecarsOfWorkload } from '../../src/mesh/sidecar-scope.ts';
import { isHostWithin } from '../../src/values/dns.ts';
import { readSource } from '../../src/yaml/read.ts';

const sidecar = (name: string, namespace: string, spec = '{}') =>
  `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}\nspec: ${spec}\n`;
const choosing = (labels: string) => `{workloadSelector: {labels: ${labels}}}`;
const deployment = (labels: string, namespace = 'shop') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web${namespace && `, namespace: ${namespace}`}}\nspec: {template: {metadata: {labels: ${labels}}}}\n`;

function setOf(...manifests: string[]): Mesh {
  return new Mesh([readSource('/all.yaml', manifests.join('---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

const nameOf = (each: { name: string } | undefined) => each?.name ?? 'none';

describe('sidecarsOfWorkload', () => {
  const holding = (...manifests: string[]) => {
    const mesh = setOf(...manifests);
    return mesh.workloads().flatMap((workload) => sidecarsOfWorkload(mesh, workload).map(nameOf));
  };
  const wide = sidecar('wide', 'istio-system');
  const own = sidecar('own', 'shop');

  it('takes the selector that chooses it, then its namespace, then the root namespace', () => {
    const chosen = sidecar('chosen', 'shop', choosing('{app: web}'));
    expect(holding(wide, own, chosen, deployment('{app: web}'))).toEqual(['chosen']);
    expect(holding(wide, own, chosen, deployment('{app: api}'))).toEqual(['own']);
    expect(holding(wide, chosen, deployment('{app: api}'))).toEqual(['wide']);
    expect(holding(chosen, deployment('{app: api}'))).toEqual(['none']);
  });

  it('takes no selector of another namespace, and none of the root namespace', () => {
    const elsewhere = sidecar('elsewhere', 'billing', choosing('{app: web}'));
    const root = sidecar('root', 'istio-system', choosing('{app: web}'));
    expect(holding(elsewhere, root, deployment('{app: web}'))).toEqual(['none']);
  });

  it('takes an empty selector for one that chooses all', () => {
    expect(holding(own, sidecar('empty', 'shop', '{workloadSelector: {}}'), deployment('{}'))).toEqual(['empty']);
  });

  it('answers with all that it may be', () => {
    const open = sidecar('open', 'shop', choosing('{app: web}'));
    expect(holding(open, own, deployment('{app: "${APP}"}'))).toEqual(['open', 'own']);
    expect(holding(sidecar('anywhere', ''), wide, deployment('{}'))).toEqual(['anywhere', 'wide']);
    expect(holding(own, sidecar('other', 'shop'), deployment('{}'))).toEqual(['own', 'other']);
    expect(holding(own, wide, deployment('{}', ''))).toEqual(['own', 'wide']);
  });
});

describe('sidecarsOfNamespace', () => {
  it('has those with selectors, and what holds for the rest', () => {
    const chosen = sidecar('chosen', 'shop', choosing('{app: web}'));
    const names = (...manifests: string[]) => sidecarsOfNamespace(setOf(...manifests), 'shop').map(nameOf);
    expect(names(chosen)).toEqual(['chosen', 'none']);
    expect(names(chosen, sidecar('wide', 'istio-system'))).toEqual(['chosen', 'wide']);
    expect(names(sidecar('other', 'billing'))).toEqual(['none']);
  });
});

describe('importsOf and brings', () => {
  const answer = (egress: string, host: string, home: string, namespace = 'shop') => {
    const mesh = setOf(sidecar('one', 'shop', egress));
    const [resource] = mesh.ofKind('Sidecar');
    const listeners = resource && importsOf(mesh, resource, namespace);
    return listeners?.map((listener) => brings(listener, home, (name) => isHostWithin(host, name)));
  };
  const hosts = (...names: string[]) => `{egress: [{hosts: ${JSON.stringify(names)}}]}`;
  const API = 'api.billing.svc.cluster.local';

  it('brings everything where no egress is written', () => {
    expect(answer('{}', API, 'billing')).toEqual([true]);
    expect(answer('{ingress: []}', API, 'billing')).toEqual([true]);
  });

  it.each([
    [['billing/*'], true],
    [[`billing/${API}`], true],
    [['billing/*.billing.svc.cluster.local'], true],
    [['*/*'], true],
    [[`*/${API}`], true],
    [['*/*.example.com'], false],
    [['./*'], false],
    [['istio-system/*'], false],
    [['billing/api'], false],
    [['billing'], false],
    [['~/*'], false],
    [['*/*', '~billing/*'], undefined],
    [['billing/*', '~shop/*'], true],
    [['${NAMESPACE}/*'], undefined],
    [['${NAMESPACE}/*', 'billing/*'], true],
  ] as const)('%j', (names, wanted) => {
    expect(answer(hosts(...names), API, 'billing')).toEqual([wanted]);
  });

  it('takes "." for the namespace of the proxy', () => {
    expect(answer(hosts('./*'), API, 'billing', 'billing')).toEqual([true]);
    expect(answer(hosts('./*'), API, 'billing', '')).toEqual([undefined]);
  });

  it('does not know where the namespace of the host is open', () => {
    expect(answer(hosts('billing/*'), API, '')).toEqual([undefined]);
    expect(answer(hosts('*/*'), API, '')).toEqual([true]);
  });

  it('says which port a listener is for', () => {
    const ports = (port: string) => {
      const mesh = setOf(sidecar('one', 'shop', `{egress: [{port: ${port}, hosts: ["./*"]}]}`));
      return mesh.ofKind('Sidecar').flatMap((each) => importsOf(mesh, each, 'shop')?.map((listener) => listener.port));
    };
    expect(ports('{number: 9080, protocol: HTTP, name: a}')).toEqual([9080]);
    expect(ports('{number: 3128, protocol: HTTP_PROXY, name: a}')).toEqual([undefined]);
    expect(ports('{number: 0, protocol: HTTP, name: a}')).toEqual([undefined]);
    expect(ports('{number: "${PORT}", protocol: HTTP, name: a}')).toEqual([undefined]);
  });

  it('answers nothing where the egress is not known', () => {
    expect(answer('{egress: "${EGRESS}"}', API, 'billing')).toBeUndefined();
    expect(answer('"${SPEC}"', API, 'billing')).toBeUndefined();
    expect(answer('{egress: [null, {hosts: null}, "x"]}', API, 'billing')).toEqual([undefined, undefined, undefined]);
  });

  it('answers nothing where a kustomization may change the egress', () => {
    const patch = `- op: add\n      path: /spec/egress/0/hosts/-\n      value: billing/*\n`;
    const kustomization = `kind: Kustomization\nresources: [all.yaml]\npatches:\n- target: {kind: Sidecar}\n  patch: |\n    ${patch}`;
    const files = [
      readSource('/all.yaml', sidecar('one', 'shop', hosts('./*'))),
      readSource('/kustomization.yaml', kustomization),
    ];
    const mesh = new Mesh(files, { rootNamespace: 'istio-system', namespace: '' });
    expect(mesh.ofKind('Sidecar').map((each) => importsOf(mesh, each, 'shop'))).toEqual([undefined]);
  });
});
