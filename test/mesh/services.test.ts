import { expect, it } from 'vitest';
import { isUserService } from '../../src/mesh/services.ts';
import { readSource } from '../../src/yaml/read.ts';

it.each([
  ['{}', true],
  ['null', true],
  ['{app: cart, release: shop}', true],
  ['{istio: pilot}', false],
  ['{istio: null}', false],
  ['{release: istio}', false],
  ['{release: istio-system}', true],
  ['{gateway.istio.io/managed: istio.io-gateway-controller}', false],
  ['{gateway.istio.io/managed: istio.io-mesh-controller}', false],
  ['{gateway.istio.io/managed: istio.io-eastwest-controller}', false],
  ['{gateway.istio.io/managed: another-controller}', true],
  ['{gateway.istio.io/managed: "${CONTROLLER}"}', true],
  ['[istio]', true],
])('people write a Service with the labels %s: %s', (labels, wanted) => {
  const text = `apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: ${labels}}\n`;
  expect(readSource('/a.yaml', text).resources.map(isUserService)).toEqual([wanted]);
});
