import { describe, expect, it } from 'vitest';
import { effectiveMtls, writtenMode } from '../../src/mesh/effective-mtls.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const cart = (namespace = 'shop', labels = '{app: cart}') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart${namespace && `, namespace: ${namespace}`}}, spec: {template: {metadata: {labels: ${labels}}, spec: {containers: [{name: cart, image: a}]}}}}`;

const policy = (namespace: string, spec: string, name = 'default') =>
  `{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}, spec: ${spec}}`;

const MODE = (mode: string) => `{mtls: {mode: ${mode}}}`;
const OF_CART = (rest: string) => `{selector: {matchLabels: {app: cart}}, ${rest}}`;

/** Files of manifests; the answer for the first workload. */
function answer(files: Record<string, string[]>, port?: number): string {
  const sources = Object.entries(files).map(([path, manifests]) => readSource(path, manifests.join('\n---\n')));
  const mesh = new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' });
  const [workload] = mesh.workloads();
  if (!workload) throw new Error('no workload');
  const found = effectiveMtls(mesh, workload, port);
  if (!found) return 'unknown';
  const { mode, decided } = found;
  return decided ? `${mode} by ${decided.scope} at ${decided.field.display}` : mode;
}

const together = (...manifests: string[]) => answer({ '/a.yaml': manifests });

describe('effectiveMtls', () => {
  it('is PERMISSIVE without policies, and where the mesh-wide one sets no mode', () => {
    expect(together(cart())).toBe('PERMISSIVE');
    expect(together(cart(), policy('istio-system', '{}'))).toBe('PERMISSIVE');
    expect(together(cart(), policy('istio-system', 'null'))).toBe('PERMISSIVE');
    expect(together(cart(), policy('other', MODE('STRICT')))).toBe('PERMISSIVE');
  });

  it('takes the narrowest policy that sets a mode', () => {
    const mesh = policy('istio-system', MODE('STRICT'));
    const namespace = policy('shop', MODE('DISABLE'));
    const own = policy('shop', OF_CART('mtls: {mode: PERMISSIVE}'), 'cart');
    expect(together(cart(), mesh)).toBe('STRICT by mesh at spec.mtls.mode');
    expect(together(cart(), mesh, namespace)).toBe('DISABLE by namespace at spec.mtls.mode');
    expect(together(cart(), mesh, namespace, own)).toBe('PERMISSIVE by workload at spec.mtls.mode');
    expect(together(cart(), mesh, policy('shop', MODE('UNSET')))).toBe('STRICT by mesh at spec.mtls.mode');
    expect(together(cart(), mesh, policy('shop', '{mtls: null}'))).toBe('STRICT by mesh at spec.mtls.mode');
  });

  it('takes an empty selector for none', () => {
    expect(together(cart(), policy('shop', '{selector: {}, mtls: {mode: STRICT}}'))).toBe(
      'STRICT by namespace at spec.mtls.mode',
    );
  });

  it('ignores policies with a selector in the root namespace', () => {
    expect(together(cart(), policy('istio-system', OF_CART('mtls: {mode: STRICT}')))).toBe('PERMISSIVE');
    expect(together(cart('istio-system'), policy('istio-system', OF_CART('mtls: {mode: STRICT}')))).toBe('PERMISSIVE');
  });

  it('looks at ports of the policy that has a selector, and lets UNSET inherit', () => {
    const own = policy(
      'shop',
      OF_CART('portLevelMtls: {8080: {mode: DISABLE}, "9090": {mode: UNSET}, 9091: null}'),
      'cart',
    );
    const all = [cart(), policy('shop', MODE('STRICT')), own];
    expect(answer({ '/a.yaml': all }, 8080)).toBe('DISABLE by workload at spec.portLevelMtls.8080.mode');
    expect(answer({ '/a.yaml': all }, 9090)).toBe('STRICT by namespace at spec.mtls.mode');
    expect(answer({ '/a.yaml': all }, 9091)).toBe('STRICT by namespace at spec.mtls.mode');
    expect(answer({ '/a.yaml': all }, 7)).toBe('STRICT by namespace at spec.mtls.mode');
    expect(answer({ '/a.yaml': all })).toBe('STRICT by namespace at spec.mtls.mode');
    const wide = policy('shop', '{mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: DISABLE}}}');
    expect(answer({ '/a.yaml': [cart(), wide] }, 8080)).toBe('STRICT by namespace at spec.mtls.mode');
  });

  it('knows nothing where several of one scope disagree, for the oldest counts', () => {
    const strict = policy('shop', MODE('STRICT'), 'one');
    expect(together(cart(), strict, policy('shop', MODE('PERMISSIVE'), 'two'))).toBe('unknown');
    expect(together(cart(), strict, policy('shop', MODE('STRICT'), 'two'))).toBe(
      'STRICT by namespace at spec.mtls.mode',
    );
    const own = policy('shop', OF_CART('mtls: {mode: STRICT}'), 'cart');
    const other = policy('shop', '{selector: {matchLabels: {}}, mtls: {mode: DISABLE}}', 'two');
    expect(together(cart(), own, strict, other)).toBe('STRICT by workload at spec.mtls.mode');
  });

  it('knows nothing where a mode, a selector or a label waits to be filled in', () => {
    expect(together(cart(), policy('shop', MODE('"${MODE}"')))).toBe('unknown');
    expect(together(cart(), policy('shop', MODE('[STRICT]')))).toBe('unknown');
    expect(together(cart('shop', '{app: "${APP}"}'), policy('shop', OF_CART('mtls: {mode: STRICT}')))).toBe('unknown');
    expect(together(cart(), policy('shop', OF_CART('portLevelMtls: {"${PORT}": {mode: STRICT}}')))).toBe('PERMISSIVE');
    const open = [cart(), policy('shop', OF_CART('portLevelMtls: {"${PORT}": {mode: STRICT}}'))];
    expect(answer({ '/a.yaml': open }, 8080)).toBe('unknown');
  });

  it('never throws on odd shapes', () => {
    for (const spec of [
      '[]',
      'text',
      '{mtls: []}',
      '{mtls: STRICT}',
      '{selector: [a]}',
      '{selector: {matchLabels: 3}}',
    ])
      expect(together(cart(), policy('shop', spec))).toMatch(/^(?:PERMISSIVE|unknown)$/);
    const odd = [cart(), policy('shop', OF_CART('portLevelMtls: [1]'))];
    expect(answer({ '/a.yaml': odd }, 8080)).toBe('PERMISSIVE');
  });

  describe('in a tree', () => {
    const STRICT = 'STRICT by namespace at spec.mtls.mode';

    it('finds a policy of another file, where nothing else is said', () => {
      expect(answer({ '/a.yaml': [cart()], '/b.yaml': [policy('shop', MODE('STRICT'))] })).toBe(STRICT);
      expect(answer({ '/a.yaml': [cart()], '/b.yaml': [policy('istio-system', MODE('STRICT'))] })).toBe(
        'STRICT by mesh at spec.mtls.mode',
      );
    });

    it('does not mix alternatives', () => {
      const lessons = {
        '/1.yaml': [cart(), policy('shop', MODE('STRICT'))],
        '/2.yaml': [cart(), policy('shop', MODE('DISABLE'))],
      };
      expect(answer(lessons)).toBe(STRICT);
      expect(answer({ '/0.yaml': [cart()], ...lessons })).toBe('unknown');
      expect(answer({ '/0.yaml': [cart()], '/1.yaml': lessons['/1.yaml'] })).toBe('unknown');
    });

    it('knows nothing where a narrower policy may be of another world', () => {
      const narrow = { '/b.yaml': [policy('shop', OF_CART('mtls: {mode: DISABLE}'), 'cart')] };
      expect(answer({ '/a.yaml': [cart(), policy('shop', MODE('STRICT'))], ...narrow })).toBe('unknown');
      const same = { '/b.yaml': [policy('shop', OF_CART('mtls: {mode: STRICT}'), 'cart')] };
      expect(answer({ '/a.yaml': [cart(), policy('shop', MODE('STRICT'))], ...same })).toBe(STRICT);
    });

    it('takes what one kustomization names for one', () => {
      const files = {
        '/a/cart.yaml': [cart()],
        '/a/policy.yaml': [policy('shop', MODE('STRICT'))],
        '/a/kustomization.yaml': ['{resources: [cart.yaml, policy.yaml]}'],
        '/b/policy.yaml': [policy('shop', MODE('DISABLE'))],
      };
      expect(answer(files)).toBe(STRICT);
    });

    it('knows nothing of a policy that a kustomization patches', () => {
      const files = {
        '/a/all.yaml': [cart(), policy('shop', MODE('STRICT'))],
        '/a/kustomization.yaml': ['{resources: [all.yaml], patches: [{path: patch.yaml}]}'],
        '/a/patch.yaml': [policy('shop', MODE('DISABLE'))],
      };
      expect(answer(files)).toBe('unknown');
    });

    it('takes manifests without a namespace for one where they are applied together', () => {
      expect(together(cart(''), policy('', MODE('STRICT')))).toBe(STRICT);
      expect(answer({ '/a.yaml': [cart('')], '/b.yaml': [policy('', MODE('STRICT'))] })).toBe('unknown');
      expect(together(cart(''), policy('shop', MODE('STRICT')))).toBe('unknown');
      expect(together(cart('shop'), policy('', MODE('STRICT')))).toBe('unknown');
      expect(together(cart('shop'), policy('', MODE('PERMISSIVE')))).toBe('PERMISSIVE');
    });
  });
});

it('reads what a policy writes itself', () => {
  const mesh = new Mesh([readSource('/a.yaml', policy('shop', OF_CART('portLevelMtls: {80: {mode: STRICT}}')))], {
    rootNamespace: 'istio-system',
    namespace: '',
  });
  const [own] = mesh.resources;
  if (!own) throw new Error('no policy');
  expect([writtenMode(own)?.mode, writtenMode(own, 80)?.mode, writtenMode(own, 81)?.mode]).toEqual([
    'UNSET',
    'STRICT',
    'UNSET',
  ]);
});
