import { expect, it } from 'vitest';
import { isAlphaAnnotation, isWrittenByInjection } from '../../src/values/alpha-annotations.ts';

it.each([
  'networking.istio.io/exportTo',
  'sidecar.istio.io/proxyCPU',
  'istio.io/dry-run',
  'status.sidecar.istio.io/port',
])('%s is alpha', (name) => expect(isAlphaAnnotation(name)).toBe(true));

it.each([
  'proxy.istio.io/config',
  'sidecar.istio.io/inject',
  'ambient.istio.io/redirection',
  'traffic.istio.io/nodeSelector',
  'kubernetes.io/ingress.class',
  'sidecar.istio.io/status',
  'istio.io/rev',
  'example.com/exportTo',
  'exportTo',
])('%s is not', (name) => expect(isAlphaAnnotation(name)).toBe(false));

it('knows what injection writes', () => {
  expect(isWrittenByInjection('sidecar.istio.io/interceptionMode')).toBe(true);
  expect(isWrittenByInjection('sidecar.istio.io/proxyCPU')).toBe(false);
});
