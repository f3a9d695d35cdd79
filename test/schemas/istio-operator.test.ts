import { describe, expect, it } from 'vitest';
import { briefly, manifest, violationsOf } from './violations-of.ts';

describe('IstioOperator', () => {
  it('takes all that istioctl decodes', async () => {
    const spec = `
profile: default
installPackagePath: /charts
hub: docker.io/istio
tag: 1.31
namespace: istio-system
revision: canary
compatibilityVersion: "1.30"
meshConfig: {anything: {goes: 1}}
values: {global: {proxy: {}}}
unvalidatedValues: {a: b}
components:
  base: {enabled: true}
  pilot:
    enabled: true
    namespace: istio-system
    hub: a
    tag: 1.31-distroless
    k8s:
      replicaCount: 2
      env: [{name: A, value: b}]
      hpaSpec: {minReplicas: 2}
      resources: {requests: {cpu: 500m}}
      service: {ports: []}
      serviceAnnotations: {a: b}
      overlays:
        - apiVersion: apps/v1
          kind: Deployment
          name: istiod
          patches: [{path: spec.replicas, value: 2}, {path: spec.x, value: [{a: b}]}]
  cni: {enabled: true}
  ztunnel: {enabled: false}
  ingressGateways: [{name: a, enabled: true, label: {istio: a}, k8s: {nodeSelector: {a: b}}}]
  egressGateways: []`;
    expect(await briefly(manifest('IstioOperator', spec))).toEqual([]);
  });

  it.each([
    ['profil: demo', 'misspelt spec.profil -> profile: demo'],
    ['components: {pilots: {}}', 'misspelt spec.components.pilots -> components: {pilot: {}}'],
    ['components: {ingressGateways: {enabled: true}}', 'type spec.components.ingressGateways'],
    [
      'components: {pilot: {enabled: "true"}}',
      'type spec.components.pilot.enabled -> components: {pilot: {enabled: true}}',
    ],
    ['components: {pilot: {resources: {}}}', 'misplaced spec.components.pilot.resources'],
    ['components: {base: {namespace: a}}', 'unknown-of-few spec.components.base.namespace'],
    [
      'components: {ingressGateways: [{labels: {a: b}}]}',
      'misspelt spec.components.ingressGateways[0].labels -> components: {ingressGateways: [{label: {a: b}}]}',
    ],
    [
      'components: {pilot: {k8s: {replicaCount: "2"}}}',
      'type spec.components.pilot.k8s.replicaCount -> components: {pilot: {k8s: {replicaCount: 2}}}',
    ],
    ['pilot: {enabled: true}', 'misplaced spec.pilot'],
  ])('%s', async (spec, expected) => {
    expect(await briefly(manifest('IstioOperator', spec))).toEqual([expected]);
  });

  it('says what came after the fields of older versions', async () => {
    const violations = await violationsOf(
      manifest('IstioOperator', 'addonComponents: {}\ncomponents: {citadel: {}, telemetry: {}}'),
    );
    expect(violations.map(({ messageId }) => messageId)).toEqual(['removed', 'removed', 'removed']);
    for (const { data } of violations) expect(data.successor).toMatch(/^[A-Z].*\.$/);
  });
});
