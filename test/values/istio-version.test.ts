import { expect, it } from 'vitest';
import { minorOf } from '../../src/values/istio-version.ts';

it.each([
  ['1.31.1', '1.31'],
  ['1.31', '1.31'],
  ['v1.24-latest', '1.24'],
  ['v1.24.2', '1.24'],
  ['1.28.x', '1.28'],
  ['~1.28.0', '1.28'],
  ['1.30.3-distroless', '1.30'],
  ['1.31.0-rc.0', '1.31'],
  ['1.29.0+build', '1.29'],
  ['^1.28.0', undefined],
  ['>=1.28.0', undefined],
  ['1.x', undefined],
  ['*', undefined],
  ['latest', undefined],
  ['master', undefined],
  ['', undefined],
  ['1.28 - 1.30', undefined],
])('%s', (version, minor) => {
  expect(minorOf(version)).toBe(minor);
});
