import { describe, expect, it } from 'vitest';
import { absentTarget } from '../../src/mesh/absent-target.ts';
import { doMeet } from '../../src/mesh/meeting.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { mayOverlap, referencesOf, targetsNamed } from '../../src/mesh/policy-targets.ts';
import { meshParents } from '../../src/mesh/route-parents.ts';
import { readSource } from '../../src/yaml/read.ts';

const GROUP = 'gateway.networking.k8s.io';

function meshOf(files: Record<string, string[]>, externals = {}): Mesh {
  const sources = Object.entries(files).map(([path, manifests]) => readSource(path, manifests.join('\n---\n')));
  return new Mesh(sources, { rootNamespace: 'istio-system', namespace: '', externals });
}

const policy = (spec: string, home = 'shop', name = 'a') =>
  `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: ${name}${home && `, namespace: ${home}`}}, spec: ${spec}}`;
const object = (apiVersion: string, kind: string, name: string, home: string, spec = '{}') =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}${home && `, namespace: ${home}`}}, spec: ${spec}}`;
const service = (name: string, home = 'shop') => object('v1', 'Service', name, home);
const to = (kind: string, name: string, group = '""') =>
  `{targetRefs: [{group: ${group}, kind: ${kind}, name: ${name}}]}`;

describe('referencesOf', () => {
  const of = (spec: string) => {
    const [resource] = meshOf({ '/a.yaml': [policy(spec)] }).resources;
    return resource ? referencesOf(resource).map((target) => target.child('name').string) : [];
  };
  it('takes targetRefs before targetRef', () => {
    expect(of('{targetRefs: [{name: a}, {name: b}], targetRef: {name: c}}')).toEqual(['a', 'b']);
    expect(of('{targetRefs: [], targetRef: {name: c}}')).toEqual(['c']);
    expect(of('{targetRefs: null, targetRef: {name: c}}')).toEqual(['c']);
  });
  it.each(['{}', '{targetRefs: text}', '{targetRefs: [null, text]}', '{targetRef: [a]}'])('has none in %s', (spec) =>
    expect(of(spec)).toEqual([]),
  );
});

describe('absentTarget', () => {
  function whyOf(spec: string, others: string[], { world = 'auto', home = 'shop', externals = {} } = {}) {
    const mesh = meshOf({ '/a.yaml': [policy(spec, home)], '/b.yaml': others }, externals);
    const [first] = mesh.resources;
    const open: string[] = [];
    const inquirer = { mesh, options: { world }, leaveOpen: ({ name }: { name: string }) => void open.push(name) };
    const [target] = first ? referencesOf(first) : [];
    const absent = first && target ? absentTarget(inquirer, first, target) : undefined;
    return open.length > 0 ? 'open' : absent && [absent.why, 'near' in absent ? absent.near : undefined];
  }

  it('finds what is there, or may be', () => {
    expect(whyOf(to('Service', 'web'), [service('web')])).toBeUndefined();
    expect(whyOf(to('Service', 'web', 'core'), [service('web')])).toBeUndefined();
    expect(whyOf(to('Service', 'web'), [service('web', '')])).toBeUndefined();
    expect(whyOf(to('Service', 'web'), [service('web', 'books')], { home: '' })).toBeUndefined();
    expect(
      whyOf(to('Service', 'other'), [service('web')], { externals: { services: ['shop/other'] } }),
    ).toBeUndefined();
  });

  it('misses what is not, where all of its kind in the namespace is known', () => {
    expect(whyOf(to('Service', 'cart'), [service('web')])).toEqual(['missing', undefined]);
    expect(whyOf(to('Service', 'wep-front'), [service('web-front')])).toEqual(['missing', 'web-front']);
    expect(whyOf(to('Service', 'cart'), [])).toBe('open');
    expect(whyOf(to('Service', 'cart'), [service('web', 'books')])).toBe('open');
    expect(whyOf(to('Service', 'cart'), [], { world: 'closed' })).toEqual(['missing', undefined]);
    expect(whyOf(to('Gateway', 'web', GROUP), [object('networking.istio.io/v1', 'Gateway', 'web', 'shop')])).toBe(
      'open',
    );
  });

  it('looks elsewhere only where both are applied together', () => {
    expect(whyOf(to('Service', 'web'), [service('web', 'books')])).toBe('open');
    expect(whyOf(to('Service', 'web'), [service('web', 'books')], { world: 'closed' })).toEqual([
      'elsewhere',
      undefined,
    ]);
    const mesh = meshOf({ '/a.yaml': [policy(to('Service', 'web')), service('web', 'books')] });
    const [first, other] = mesh.resources;
    expect(first && other && doMeet(mesh, first, other)).toBe(true);
  });

  it('knows a ServiceEntry by its name alone', () => {
    const entry = object('networking.istio.io/v1', 'ServiceEntry', 'api', 'shop', '{hosts: [api.example.com]}');
    expect(whyOf(to('ServiceEntry', 'api', 'networking.istio.io'), [entry])).toBeUndefined();
    expect(whyOf(to('ServiceEntry', 'api.example.com', 'networking.istio.io'), [entry])).toEqual(['host', 'api']);
  });

  it('takes classes in the root namespace, of waypoints', () => {
    const root = { home: 'istio-system' };
    const own = (controller: string) =>
      object(`${GROUP}/v1`, 'GatewayClass', 'own', '', `{controllerName: ${controller}}`);
    expect(whyOf(to('GatewayClass', 'istio-waypoint', GROUP), [], root)).toBeUndefined();
    expect(whyOf(to('GatewayClass', 'istio-waypoint', GROUP), [])).toEqual(['class-namespace', undefined]);
    expect(whyOf(to('GatewayClass', 'istio-waypoint', GROUP), [], { home: '' })).toBeUndefined();
    expect(whyOf(to('GatewayClass', 'istio', GROUP), [], root)).toEqual(['class', undefined]);
    expect(whyOf(to('GatewayClass', 'own', GROUP), [own('example.com/a')], root)).toEqual(['class', undefined]);
    expect(whyOf(to('GatewayClass', 'own', GROUP), [own('istio.io/mesh-controller')], root)).toBeUndefined();
    expect(whyOf(to('GatewayClass', 'own', GROUP), [], root)).toBe('open');
  });

  it.each([
    to('Service', 'web', 'apps'),
    to('Pod', 'web'),
    to('Service', '""'),
    to('Service', '"${NAME}"'),
    '{targetRefs: [{group: "", kind: Service, name: web, namespace: books}]}',
  ])('leaves %s to others', (spec) => expect(whyOf(spec, [], { world: 'closed' })).toBeUndefined());
});

it('targetsNamed knows names as kustomizations write them', () => {
  const mesh = meshOf({
    '/k/kustomization.yaml': ['{namePrefix: dev-, resources: [a.yaml]}'],
    '/k/a.yaml': [service('web')],
  });
  expect(
    [targetsNamed(mesh, 'Service', 'dev-web'), targetsNamed(mesh, 'Service', 'web')].map((all) => all.length),
  ).toEqual([1, 1]);
});

describe('mayOverlap', () => {
  const pods = (labels: string) =>
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop}, spec: {template: {metadata: {labels: ${labels}}}}}`;
  const select = (labels: string) => `{selector: {matchLabels: ${labels}}}`;
  it.each([
    ['the same labels', policy(select('{app: web}')), policy(select('{app: web}')), true],
    ['other values', policy(select('{app: web}')), policy(select('{app: cart}')), false],
    ['other labels, of the same pods', policy(select('{app: web}')), policy(select('{tier: front}')), true],
    ['other labels, of other pods', policy(select('{app: web}')), policy(select('{tier: back}')), false],
    ['other labels, of pods nobody knows', policy(select('{app: mail}')), policy(select('{tier: back}')), true],
    ['all of the namespace', policy('{}'), policy(select('{app: web}')), true],
    ['another namespace', policy('{}'), policy('{}', 'books'), false],
    ['the root namespace', policy('{}'), policy('{}', 'istio-system'), true],
    ['no namespace', policy('{}', ''), policy('{}', 'books'), true],
    ['the same target', policy(to('Service', 'a')), policy(to('Service', 'a')), true],
    ['other targets', policy(to('Service', 'a')), policy(to('Service', 'b')), false],
    ['targets of two kinds', policy(to('Service', 'a')), policy(to('Gateway', 'b', GROUP)), true],
    ['a target and labels', policy(to('Service', 'a')), policy(select('{app: web}')), true],
    ['placeholders', policy(select('{app: "${A}"}')), policy(select('{app: web}')), true],
  ])('by %s', (_, one, other, wanted) => {
    const mesh = meshOf({ '/a.yaml': [one, other, pods('{app: web, tier: front}')] });
    const [first, second] = mesh.resources;
    expect(first && second && mayOverlap(mesh, first, second)).toBe(wanted);
    expect(first && second && mayOverlap(mesh, second, first)).toBe(wanted);
  });
});

describe('meshParents', () => {
  const of = (parent: string, home = 'shop') => {
    const entry = object(
      'networking.istio.io/v1',
      'ServiceEntry',
      'api',
      'shop',
      '{hosts: [API.example.com, b.example.com]}',
    );
    const mesh = meshOf({
      '/a.yaml': [object(`${GROUP}/v1`, 'HTTPRoute', 'r', home, `{parentRefs: [${parent}]}`), entry],
    });
    const [route] = mesh.resources;
    return route ? meshParents(mesh, route).map(({ host, scope }) => `${host} ${scope}`) : [];
  };
  it.each([
    ['{group: "", kind: Service, name: web}', 'shop', ['web.shop.svc.cluster.local *']],
    ['{group: "", kind: Service, name: web, namespace: shop}', 'books', ['web.shop.svc.cluster.local books']],
    ['{group: "", kind: Service, name: web}', '', ['web *']],
    ['{group: networking.istio.io, kind: ServiceEntry, name: api}', 'shop', ['api.example.com *', 'b.example.com *']],
    ['{name: web}', 'shop', []],
    ['{kind: Service, name: web}', 'shop', []],
    ['{group: "", kind: Service, name: "${WEB}"}', 'shop', []],
    ['text', 'shop', []],
  ])('of %s in "%s" are %j', (parent, home, wanted) => expect(of(parent, home)).toEqual(wanted));
});
