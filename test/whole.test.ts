import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LintOptions, lint } from '../src/lint.ts';
import { registry } from '../src/rules/registry.ts';
import { ROOT } from './support/fixtures.ts';

/** A mesh as people write it, without a mistake: workloads are Deployments, nothing is a Pod. */
const FOLDER = join(ROOT, 'test', 'whole', 'shop');
const TEXTS = new Map(
  readdirSync(FOLDER).map((name) => [join(FOLDER, name), readFileSync(join(FOLDER, name), 'utf8')] as const),
);

async function messages(overlay: ReadonlyMap<string, string>, options: Partial<LintOptions> = {}): Promise<string[]> {
  const { report } = await lint({ cwd: FOLDER, paths: [], overlay, config: false, ...options });
  return report.files.flatMap(({ findings }) => findings.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}

describe('a mesh of Deployments without a mistake', () => {
  it.each(registry.map(({ id }) => id))('is fine for %s', async (id) => {
    expect(await messages(TEXTS, { presets: ['all'], only: [id] })).toEqual([]);
  });

  it.each(['recommended', 'strict', 'security', 'ambient', 'production'])(
    'is fine for the preset %s',
    async (preset) => {
      expect(await messages(TEXTS, { presets: [preset] })).toEqual([]);
    },
  );

  it('has no Pod, and something for the rules to look at', () => {
    const kinds = [...TEXTS.values()].flatMap((text) => [...text.matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind));
    expect(kinds).not.toContain('Pod');
    expect(kinds.filter((kind) => kind === 'Deployment')).toHaveLength(5);
    for (const kind of [
      'VirtualService',
      'DestinationRule',
      'Gateway',
      'ServiceEntry',
      'Sidecar',
      'PeerAuthentication',
      'AuthorizationPolicy',
      'RequestAuthentication',
      'Telemetry',
      'IstioOperator',
      'HTTPRoute',
    ])
      expect(kinds).toContain(kind);
  });

  it.each([
    ['weight: 10', 'weight: 20', 'virtual-service/weights-sum'],
    ['subset: v2', 'subset: v3', 'virtual-service/subset-exists'],
    ['istio: ingress\n  servers', 'istio: ingres\n  servers', 'gateway/selector-matches'],
    ['ports: ["8080"]', 'ports: ["80"]', 'authz/ports-workload-port'],
    ['mode: STRICT', 'mode: PERMISSIVE', 'peer-authentication/mesh-strict'],
    ['istio.io/use-waypoint: waypoint', 'istio.io/use-waypoint: waypont', 'ambient/waypoint-exists'],
  ])('is not with %j as %j', async (right, wrong, rule) => {
    const broken = new Map([...TEXTS].map(([path, text]) => [path, text.replace(right, wrong)]));
    expect(await messages(broken)).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: `)));
  });
});
