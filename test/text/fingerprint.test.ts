import { expect, test } from 'vitest';
import { createFingerprinter, fingerprint } from '../../src/text/fingerprint.ts';

const resource = { apiVersion: 'v1', kind: 'Service', namespace: 'prod', name: 'reviews' };
const finding = { ruleId: 'a/b', resource, pointer: '/spec' };

test('is stable', () => {
  expect(fingerprint(finding, 0)).toBe('e491769fa3fefc930d5dd905edeefc6383113bda758057dbf69c06b5778234a2');
});

test('depends on rule, resource, pointers and occurrence', () => {
  const variants = [
    fingerprint(finding, 0),
    fingerprint(finding, 1),
    fingerprint({ ...finding, ruleId: 'a/c' }, 0),
    fingerprint({ ...finding, resource: { ...resource, namespace: '' } }, 0),
    fingerprint({ ...finding, resource: null }, 0),
    fingerprint({ ...finding, pointer: '/spec/ports' }, 0),
    fingerprint({ ...finding, embeddedPointer: '' }, 0),
    fingerprint({ ...finding, embeddedPointer: '/mesh' }, 0),
  ];
  expect(new Set(variants).size).toBe(variants.length);
});

test('an API version that goes up is the same thing, another group is not', () => {
  const of = (apiVersion: string) => fingerprint({ ...finding, resource: { ...resource, apiVersion } }, 0);
  expect(of('networking.istio.io/v1beta1')).toBe(of('networking.istio.io/v1'));
  expect(of('networking.istio.io/v1')).not.toBe(of('gateway.networking.k8s.io/v1'));
});

test('parts cannot run into each other', () => {
  const a = fingerprint({ ...finding, resource: { ...resource, namespace: 'a', name: 'b","c' } }, 0);
  const b = fingerprint({ ...finding, resource: { ...resource, namespace: 'a","b', name: 'c' } }, 0);
  expect(a).not.toBe(b);
});

test('occurrences are counted for each identity', () => {
  const print = createFingerprinter();
  const other = { ...finding, pointer: '/other' };
  expect([print(finding), print(other), print(finding), print(other)]).toEqual([
    fingerprint(finding, 0),
    fingerprint(other, 0),
    fingerprint(finding, 1),
    fingerprint(other, 1),
  ]);
});
