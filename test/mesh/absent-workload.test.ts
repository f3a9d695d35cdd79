import { describe, expect, it } from 'vitest';
import { absentWorkload, isRegistered } from '../../src/mesh/absent-workload.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { selectorOf } from '../../src/mesh/selected-workloads.ts';
import type { Workload } from '../../src/mesh/workloads.ts';
import { readSource } from '../../src/yaml/read.ts';

const pods = (labels: string, namespace = 'shop', kind = 'Deployment') =>
  `{apiVersion: apps/v1, kind: ${kind}, metadata: {name: web, namespace: ${namespace}}, spec: {template: {metadata: {labels: ${labels}}, spec: {containers: []}}}}`;
const policy = (selector: string, namespace = 'shop', kind = 'AuthorizationPolicy') =>
  `{apiVersion: security.istio.io/v1, kind: ${kind}, metadata: {name: p, namespace: ${namespace}}, spec: {selector: ${selector}}}`;
const machine = (spec: string, { namespace = 'shop', kind = 'WorkloadEntry', labels = '{}' } = {}) =>
  `{apiVersion: networking.istio.io/v1, kind: ${kind}, metadata: {name: vm, namespace: ${namespace}, labels: ${labels}}, spec: ${spec}}`;

function setOf(files: Record<string, string[]>) {
  const sources = Object.entries(files).map(([path, manifests]) => readSource(path, manifests.join('\n---\n')));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  const resource = mesh.resources.find(({ name }) => name === 'p');
  if (!resource) throw new Error('no policy');
  return { mesh, resource };
}

/** The answer for the policy among manifests as text, or the reference that was left open. */
function ask(manifests: string[], world = 'auto', counts?: (workload: Workload) => boolean): string | undefined {
  const { mesh, resource } = setOf({ '/a.yaml': manifests });
  let open: string | undefined;
  const leaveOpen = (reference: { namespace: string; name: string }) => {
    open = `open ${reference.namespace}/${reference.name}`;
  };
  const absent = absentWorkload({ mesh, options: { world }, leaveOpen }, resource, counts);
  return absent
    ? `${absent.isSure ? 'missing' : 'misspelt'} ${absent.pair.name} of ${absent.text}: ${absent.near}`
    : open;
}

const APP = (value: string) => `{matchLabels: {app: ${value}}}`;
const WEB = pods('{app: web, tier: front}');

describe('absentWorkload', () => {
  it.each([
    [APP('web'), undefined],
    ['{matchLabels: {app: web, tier: front}}', undefined],
    ['{}', undefined],
    ['null', undefined],
    ['{matchLabels: {}}', undefined],
    ['{matchLabels: [app]}', undefined],
    ['{matchLabels: "${LABELS}"}', undefined],
    ['{matchLabels: {app: "${APP}"}}', undefined],
    ['{matchLabels: {app: other, tier: "${TIER}"}}', undefined],
    ['{matchLabels: {"${KEY}": web}}', undefined],
    ['{matchLabels: {app: other, "{{ key }}": web}}', undefined],
    ['{matchLabels: {app: 1}}', undefined],
    [APP('wed'), 'missing app of app: wed: web'],
    [APP('WEB'), 'missing app of app: WEB: undefined'],
    [APP('checkout'), 'missing app of app: checkout: undefined'],
    ['{matchLabels: {App: web}}', 'missing App of App: web: undefined'],
    ['{matchLabels: {app: web, tier: frnot}}', 'missing tier of app: web, tier: frnot: front'],
  ])('judges %s', (selector, wanted) => expect(ask([WEB, policy(selector)])).toBe(wanted));

  it('names the first pair where each is one of some workload', () => {
    const both = [pods('{app: a, tier: one}'), pods('{app: b, tier: two}', 'shop', 'StatefulSet')];
    expect(ask([...both, policy('{matchLabels: {app: a, tier: two}}')])).toBe(
      'missing app of app: a, tier: two: undefined',
    );
  });

  it.each([
    ['labels to be filled in', pods('{app: "${APP}"}'), undefined],
    ['all labels to be filled in', pods('"${LABELS}"'), undefined],
    ['a label whose name is to be filled in', pods('{"${KEY}": web}'), undefined],
    ['another label to be filled in', pods('{app: web, tier: "${TIER}"}'), 'missing app of app: cart: undefined'],
    ['workloads of another namespace alone', pods('{app: cart}', 'other'), 'open shop/cart'],
    ['workloads that nobody gives a namespace', pods('{app: cart}', '""'), undefined],
    ['others that nobody gives a namespace', pods('{app: web}', '""'), 'open shop/cart'],
    ['a machine', machine('{labels: {app: cart}}'), undefined],
  ])('asks the set: %s', (_, manifest, wanted) => expect(ask([manifest, policy(APP('cart'))])).toBe(wanted));

  it('asks the world', () => {
    const cart = policy(APP('cart'), '""');
    expect(ask([cart])).toBe('open /cart');
    expect(ask([cart], 'closed')).toBe('missing app of app: cart: undefined');
    expect(ask([WEB, policy(APP('cart'))], 'open')).toBe('open shop/cart');
    expect(ask([WEB, policy(APP('wed'))], 'open')).toBe('misspelt app of app: wed: web');
  });

  it('takes only those that count', () => {
    const counts = ({ resource }: Workload) => resource.kind !== 'DaemonSet';
    const other = pods('{app: cart}', 'shop', 'DaemonSet');
    expect(ask([WEB, other, policy(APP('cart'))], 'auto', counts)).toBe('missing app of app: cart: undefined');
    expect(ask([WEB, other, policy(APP('cart'))])).toBeUndefined();
    expect(ask([WEB, other, policy(APP('cars'))], 'auto', counts)).toBe('missing app of app: cars: undefined');
  });

  it('looks everywhere for a policy of the root namespace', () => {
    const istiod = pods('{app: istiod}', 'istio-system');
    expect(ask([WEB, istiod, policy(APP('web'), 'istio-system')])).toBeUndefined();
    expect(ask([WEB, policy(APP('wed'), 'istio-system')])).toBe('misspelt app of app: wed: web');
    expect(ask([WEB, policy(APP('cart'), 'istio-system')])).toBe('open istio-system/cart');
    expect(ask([WEB, policy(APP('cart'), 'istio-system')], 'closed')).toContain('missing');
    // One for pods of its own namespace, as it has a selector.
    expect(ask([WEB, istiod, policy(APP('web'), 'istio-system', 'PeerAuthentication')])).toContain('missing');
  });

  it('takes no patch for a workload', () => {
    const { mesh, resource } = setOf({
      '/a/base.yaml': [WEB, policy(APP('cart'))],
      '/a/patch.yaml': [pods('{app: cart}')],
      '/a/kustomization.yaml': ['{resources: [base.yaml], patches: [{path: patch.yaml}]}'],
    });
    const inquirer = { mesh, options: { world: 'auto' }, leaveOpen: () => {} };
    expect(absentWorkload(inquirer, resource)?.isSure).toBe(true);
  });
});

describe('isRegistered', () => {
  const asks = (manifest: string, home = 'shop', kind?: string) => {
    const { mesh, resource } = setOf({ '/a.yaml': [manifest, policy('{matchLabels: {app: web, v: a}}', home, kind)] });
    return isRegistered(mesh, resource, selectorOf(resource));
  };
  const LABELS = '{app: web, v: a, more: b}';
  it.each([
    ['a machine', machine(`{labels: ${LABELS}}`), true],
    ['its own labels', machine('{}', { labels: LABELS }), true],
    ['some of each', machine('{labels: {app: web}}', { labels: '{v: a}' }), true],
    ['its own labels first', machine(`{labels: ${LABELS}}`, { labels: '{v: b}' }), false],
    ['another machine', machine('{labels: {app: web, v: b}}'), false],
    ['a machine with less', machine('{labels: {app: web}}'), false],
    ['a machine without labels', machine('null'), false],
    ['labels to be filled in', machine('{labels: "${LABELS}"}'), true],
    ['own labels to be filled in', machine('{}', { labels: '"${LABELS}"' }), true],
    ['a label to be filled in', machine('{labels: {app: web, v: "${V}"}}'), true],
    ['one of another namespace', machine(`{labels: ${LABELS}}`, { namespace: 'other' }), false],
    ['one that nobody gives a namespace', machine(`{labels: ${LABELS}}`, { namespace: '""' }), true],
    ['a group', machine(`{metadata: {labels: ${LABELS}}}`, { kind: 'WorkloadGroup' }), true],
    ['the template of a group', machine(`{template: {labels: ${LABELS}}}`, { kind: 'WorkloadGroup' }), true],
    [
      'the metadata of a group first',
      machine(`{template: {labels: ${LABELS}}, metadata: {labels: {v: b}}}`, { kind: 'WorkloadGroup' }),
      false,
    ],
    ['labels of a group itself', machine('{}', { kind: 'WorkloadGroup', labels: LABELS }), false],
    ['a namesake', machine(`{labels: ${LABELS}}`).replace('networking.istio.io', 'example.org'), false],
  ])('%s', (_, manifest, wanted) => expect(asks(manifest)).toBe(wanted));

  it('asks all namespaces for a policy of the root namespace', () => {
    expect(asks(machine(`{labels: ${LABELS}}`), 'istio-system')).toBe(true);
    expect(asks(machine(`{labels: ${LABELS}}`), 'istio-system', 'PeerAuthentication')).toBe(false);
    expect(asks(machine(`{labels: ${LABELS}}`), '""')).toBe(true);
  });
});
