import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import type { Finding } from '../../src/report.ts';
import { FIXTURES, ROOT } from '../support/fixtures.ts';

/** Applies the fixes and suggestions of one rule to a fixture, from the last to the first. */
async function mend(id: string, name: string): Promise<{ text: string; left: Finding[] }> {
  const path = join(FIXTURES, id, 'invalid', name);
  let text = readFileSync(path, 'utf8');
  for (;;) {
    const findings = await findingsOf(id, path, text);
    const edit = findings.flatMap(
      (finding) => finding.fix ?? finding.unsafeFix ?? finding.suggestions?.[0]?.fix ?? [],
    )[0];
    if (!edit) return { text, left: findings };
    text = text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1]);
  }
}

async function findingsOf(id: string, path: string, text: string): Promise<Finding[]> {
  const { report } = await lint({
    cwd: ROOT,
    paths: [],
    overlay: new Map([[path, text]]),
    only: [id, 'core/yaml-syntax'],
  });
  return report.files.flatMap((file) => file.findings);
}

describe('edits mend what they stand at', () => {
  it.each([
    ['virtual-service/weights-sum', 'one-without-weight.yaml', '        - weight: 20\n          destination:'],
    ['virtual-service/weights-sum', 'canary.json', '{ "weight": 25, "destination"'],
    ['gateway-api/service-parent-group', 'no-group.yaml', '    - group: ""\n      kind: Service\n'],
    ['gateway-api/service-parent-group', 'no-group.yaml', '{group: networking.istio.io, kind: ServiceEntry'],
    ['gateway-api/service-parent-group', 'wrong-group.yaml', '    - group: ""\n'],
    ['gateway-api/service-parent-group', 'route.json', '{ "group": "networking.istio.io", "kind": "ServiceEntry"'],
    [
      'sidecar/egress-missing-control-plane',
      'own-hosts-only.yaml',
      '        - "./*"\n        - "istio-system/*"\n        - "billing/*"\n',
    ],
    ['authz/ports-workload-port', 'policies.yaml', '{ports: ["8080", "443"], paths: [/admin]}'],
    ['authz/ports-workload-port', 'policies.yaml', 'values: ["9001"]'],
    ['sidecar/egress-missing-control-plane', 'mesh-wide.yaml', '        - "istio-system/*"\n        - "./*"\n---'],
  ])('%s: %s', async (id, name, wanted) => {
    const { text, left } = await mend(id, name);
    expect(left).toEqual([]);
    expect(text).toContain(wanted);
    if (name.endsWith('.json')) expect(() => JSON.parse(text)).not.toThrow();
  });

  it('leaves what it cannot know: shares of several, sums that are over, keys that are there', async () => {
    const { text, left } = await mend('virtual-service/weights-sum', 'corners.yaml');
    expect(text).toBe(readFileSync(join(FIXTURES, 'virtual-service/weights-sum/invalid/corners.yaml'), 'utf8'));
    expect(left.map((finding) => finding.messageId)).toContain('missing-weight');
  });

  it('proposes TLS where the name of the port says so, and keeps the quotes', async () => {
    const { text } = await mend('service-entry/tcp-443-capture', 'corners.yaml');
    expect(text).toContain('name: https-api\n      protocol: "TLS"');
    expect(text).toContain('name: tcp\n      protocol: TCP');
  });

  it('writes the port of the pods in place of that of the Service, in its own style', async () => {
    const id = 'peer-authentication/port-level-container-port';
    const { text } = await mend(id, 'ports-of-services.yaml');
    expect(text).toContain('    8080:\n      mode: PERMISSIVE\n    "90":\n');
    expect(text).toContain('{"6379": {mode: STRICT}, "7379": {mode: UNSET}}');
    expect(text).toContain('{"7379": {mode: PERMISSIVE}}');
  });

  it.each([
    ['injection/namespace-label', 'strict-mtls.yaml', '  labels:\n    istio-injection: enabled\n  name: shop\n'],
    ['injection/namespace-label', 'policy-without-mesh.yaml', '    istio-injection: enabled\n    team: shop\n'],
    ['injection/namespace-label', 'route.yaml', 'labels: {"istio-injection": "enabled", "team": shop}'],
    ['injection/label-value', 'namespaces.yaml', 'name: boolean\n  labels:\n    istio-injection: enabled\n'],
    ['injection/label-value', 'namespaces.yaml', 'istio.io/rev: "1.20"\n'],
    ['injection/label-value', 'namespaces.yaml', '{istio-injection: "enabled"}'],
    ['injection/label-value', 'namespaces.yaml', 'istio-injection: [enabled]'],
    ['injection/label-value', 'pods.yaml', 'app: word\n        sidecar.istio.io/inject: "true"\n'],
    ['injection/label-value', 'pods.yaml', 'sidecar.istio.io/inject: maybe\n        istio.io/dataplane-mode: none\n'],
    ['injection/label-value', 'pods.yaml', '&labels\n            sidecar.istio.io/inject: False\n'],
    [
      'injection/label-on-wrong-object',
      'owners.yaml',
      '  namespace: shop\nspec:\n  selector:\n    matchLabels:\n      app: cart\n  template:\n    metadata:\n      labels:\n        sidecar.istio.io/inject: "false"\n        app: cart\n',
    ],
    [
      'injection/label-on-wrong-object',
      'owners.yaml',
      "istio.io/use-waypoint: waypoint # the team's own\n        app: search\n",
    ],
    ['injection/label-on-wrong-object', 'owners.yaml', 'istio.io/dataplane-mode: none\n        app: after\n'],
    ['injection/label-on-wrong-object', 'others.yaml', 'team: shop\n    istio-injection: enabled\n'],
    ['annotation/removed', 'removed.yaml', 'annotations:\n        sidecar.istio.io/statsCompression: "false"\n'],
    ['annotation/removed', 'removed.yaml', 'app: only\n    spec:\n'],
    ['annotation/removed', 'removed.yaml', '    "gateway.networking.k8s.io/gateway-name": shop\n'],
  ])('%s: %s writes labels where they belong: %j', async (id, name, wanted) => {
    const { text, left } = await mend(id, name);
    expect(text).toContain(wanted);
    expect(left.filter((finding) => finding.ruleId === 'core/yaml-syntax')).toEqual([]);
  });

  it.each([
    [
      'ambient/l7-policy-without-waypoint',
      'allow.yaml',
      '  targetRefs:\n  - group: ""\n    kind: Service\n    name: cart\n  rules:\n',
    ],
    ['ambient/policy-needs-target-refs', 'policies.yaml', '    name: cart\n  jwtRules: '],
    [
      'ambient/policy-needs-target-refs',
      'policies.yaml',
      '{targetRefs: [{group: "", kind: Service, name: cart}], tracing',
    ],
    ['ambient/waypoint-exists', 'missing.yaml', 'istio.io/use-waypoint: waypoint\n---'],
  ])('%s: %s attaches to what is meant: %j', async (id, name, wanted) => {
    const { text, left } = await mend(id, name);
    expect(text).toContain(wanted);
    expect(left.filter((finding) => finding.ruleId === 'core/yaml-syntax')).toEqual([]);
  });
});
