import { describe, expect, it } from 'vitest';
import { declinedBy, howDeclined, policyNaming } from '../../src/mesh/declined.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const deployment = (labels: string, annotations = '{}', spec = '{containers: []}') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {metadata: {labels: ${labels}, annotations: ${annotations}}, spec: ${spec}}}}`;
const policy = (
  selector: string,
  { kind = 'AuthorizationPolicy', namespace = 'shop', group = 'security.istio.io' } = {},
) =>
  `{apiVersion: ${group}/v1, kind: ${kind}, metadata: {name: p, namespace: ${namespace}}, spec: {selector: ${selector}}}`;

function setOf(files: Record<string, string[]>) {
  const sources = Object.entries(files).map(([path, manifests]) => readSource(path, manifests.join('\n---\n')));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  const [workload] = mesh.workloads();
  if (!workload) throw new Error('no workload');
  return { mesh, workload };
}

const INJECT = 'sidecar.istio.io/inject';

describe('declinedBy', () => {
  const reason = (...manifest: Parameters<typeof deployment>) =>
    declinedBy(setOf({ '/a.yaml': [deployment(...manifest)] }).workload)?.display;
  const PODS = 'spec.template.metadata';
  const HOST = '{hostNetwork: true, containers: []}';

  it.each([
    [`{${INJECT}: "false"}`, '{}', `${PODS}.labels["${INJECT}"]`],
    [`{${INJECT}: false}`, '{}', `${PODS}.labels["${INJECT}"]`],
    ['{}', `{${INJECT}: "false"}`, `${PODS}.annotations["${INJECT}"]`],
    ['"${LABELS}"', `{${INJECT}: "false"}`, `${PODS}.annotations["${INJECT}"]`],
    // The label goes before the annotation, whatever it says.
    [`{${INJECT}: "true"}`, `{${INJECT}: "false"}`, undefined],
    [`{${INJECT}: null}`, `{${INJECT}: "false"}`, undefined],
    [`{${INJECT}: "\${INJECT}"}`, `{${INJECT}: "false"}`, undefined],
    // Istio knows these two words alone.
    [`{${INJECT}: "False"}`, '{}', undefined],
    [`{${INJECT}: "no"}`, '{}', undefined],
    [`{${INJECT}: [false]}`, '{}', undefined],
    ['{}', '{}', undefined],
  ])('labels %s, annotations %s', (labels, annotations, wanted) => {
    expect(reason(labels, annotations)).toBe(wanted);
  });

  it.each([
    ['{hostNetwork: true}', 'spec.template.spec.hostNetwork'],
    ['{hostNetwork: "true"}', undefined],
    ['{hostNetwork: false}', undefined],
    ['{hostNetwork: "${HOST}"}', undefined],
    ['null', undefined],
  ])('spec %s', (spec, wanted) => expect(reason('{}', '{}', spec)).toBe(wanted));

  it('names the label before the network', () => {
    expect(reason(`{${INJECT}: "false"}`, '{}', HOST)).toContain('labels');
    expect(reason(`{${INJECT}: "true"}`, '{}', HOST)).toContain('hostNetwork');
  });

  it('says how', () => {
    const how = (manifest: string) => {
      const declined = declinedBy(setOf({ '/a.yaml': [manifest] }).workload);
      return declined && howDeclined(declined);
    };
    expect(how(deployment('{}', '{}', HOST))).toContain("host's network");
    expect(how(deployment(`{${INJECT}: "false"}`))).toBe('decline the sidecar');
  });
});

describe('policyNaming', () => {
  const named = (...policies: string[]) => {
    const { mesh, workload } = setOf({ '/a.yaml': [deployment('{app: web, tier: "${TIER}"}'), ...policies] });
    return policyNaming(mesh, workload)?.display;
  };

  it.each([
    [policy('{matchLabels: {app: web}}'), 'AuthorizationPolicy shop/p'],
    [policy('{matchLabels: {app: web}}', { kind: 'RequestAuthentication' }), 'RequestAuthentication shop/p'],
    [policy('{matchLabels: {app: web}}', { namespace: 'istio-system' }), 'AuthorizationPolicy istio-system/p'],
    [policy('{matchLabels: {app: web}}', { namespace: '""' }), 'AuthorizationPolicy p'],
    [policy('{matchLabels: {app: web}}', { namespace: 'other' }), undefined],
    [policy('{matchLabels: {app: web}}', { kind: 'PeerAuthentication' }), undefined],
    [policy('{matchLabels: {app: web}}', { group: 'policy.example.org' }), undefined],
    [policy('{matchLabels: {app: shop}}'), undefined],
    [policy('{matchLabels: {App: web}}'), undefined],
    [policy('{matchLabels: {app: web, tier: front}}'), undefined],
    [policy('{matchLabels: {app: "${APP}"}}'), undefined],
    [policy('"${SELECTOR}"'), undefined],
    [policy('{matchLabels: {}}'), undefined],
    [policy('{}'), undefined],
    [policy('null'), undefined],
  ])('%s', (manifest, wanted) => expect(named(manifest)).toBe(wanted));

  it('leaves out one for the pods of another namespace', () => {
    const others = deployment('{app: web}').replace('namespace: shop', 'namespace: other');
    expect(named(others, policy('{matchLabels: {app: web}}', { namespace: 'other' }))).toBeUndefined();
  });

  it('finds the one that names them among several', () => {
    expect(named(policy('{}'), policy('{matchLabels: {app: web}}').replace('name: p', 'name: own'))).toBe(
      'AuthorizationPolicy shop/own',
    );
  });

  it('leaves out patches', () => {
    const { mesh, workload } = setOf({
      '/a/web.yaml': [deployment('{app: web}')],
      '/a/patch.yaml': [policy('{matchLabels: {app: web}}')],
      '/a/kustomization.yaml': ['{resources: [web.yaml], patches: [{path: patch.yaml}]}'],
    });
    expect(policyNaming(mesh, workload)).toBeUndefined();
  });
});
