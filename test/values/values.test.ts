import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/values/duration.ts';
import { parseQuantity } from '../../src/values/quantity.ts';
import { isBelow } from '../../src/values/resources.ts';
import { matchesLabels } from '../../src/values/selector.ts';

describe('durations are Go’s', () => {
  it.each([
    ['10s', 10_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['250ms', 250],
    ['1us', 0.001],
    ['07s', 7000],
    ['123456789012345s', 123_456_789_012_345_000],
    ['1234567890123456789ms', 1_234_567_890_123_456_800],
    ['1µs', 0.001],
    ['0', 0],
    ['-1s', -1000],
    ['+2s', 2000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  it.each(['', '10', 's', '1 s', '1d', '1constructor', '1S', '١s', '1m 30s', '1s1', '.s', 10, null, undefined])(
    '%j is none',
    (value) => {
      expect(parseDuration(value)).toBeUndefined();
    },
  );
});

describe('quantities are Kubernetes’', () => {
  it.each([
    ['500m', 0.5],
    [1, 1],
    ['0.1', 0.1],
    ['1e3', 1000],
    ['1E', 1e18],
    ['2Gi', 2 ** 31],
    ['2G', 2e9],
    ['1.5Ki', 1536],
    ['.5', 0.5],
    ['100n', 1e-7],
  ])('%s', (value, wanted) => {
    expect(parseQuantity(value)).toBeCloseTo(wanted, 9);
  });

  it.each(['', 'Gi', '1 Gi', '1gi', '1GB', 'one', true, null])('%j is none', (value) => {
    expect(parseQuantity(value)).toBeUndefined();
  });

  it('compare by size, not by text, and what is none is not below', () => {
    expect([
      isBelow('2G', '2Gi'),
      isBelow('2048Mi', '2Gi'),
      isBelow('0.5', '500m'),
      isBelow(1, '1000m'),
      isBelow('soon', '1'),
      isBelow('900m', 1),
    ]).toEqual([true, false, false, false, false, true]);
  });
});

it('labels match where every pair of the selector is there', () => {
  expect([
    matchesLabels({ a: '1' }, { a: '1', b: '2' }),
    matchesLabels({ a: '1', c: '3' }, { a: '1' }),
    matchesLabels({ toString: 'x' }, {}),
    matchesLabels({}, {}),
  ]).toEqual([true, false, false, true]);
});
