import { describe, expect, it } from 'vitest';
import { outlierDetectionProblems } from '../../../src/mesh/settings/outlier-detection.ts';
import { readSource } from '../../../src/yaml/read.ts';

function found(text: string, inCrd?: boolean) {
  const [document] = readSource('/a.yaml', `outlier: ${text}\n`).documents;
  if (!document) throw new Error('no document');
  return [...outlierDetectionProblems(document.root.child('outlier'), inCrd)];
}

function problems(text: string, inCrd?: boolean): string[] {
  return found(text, inCrd).map(({ id, field }) => `${id} ${field.name}`);
}

describe('with a CRD before it', () => {
  it.each([
    ['{interval: 5s, baseEjectionTime: 1m30s, maxEjectionPercent: 100, minHealthPercent: 0}', []],
    ['{interval: 1.5ms}', ['duration interval']],
    ['{baseEjectionTime: 1s1us, interval: 0.0005s}', ['duration baseEjectionTime']],
    ['{maxEjectionPercent: 101, minHealthPercent: -1}', ['percent maxEjectionPercent', 'percent minHealthPercent']],
    ['{maxEjectionPercent: 2147483648}', []],
    ['{consecutiveLocalOriginFailures: 5}', ['local-origin consecutiveLocalOriginFailures']],
    [
      '{consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: false}',
      ['local-origin consecutiveLocalOriginFailures'],
    ],
    ['{consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true}', []],
    ['{consecutiveLocalOriginFailures: 0}', []],
    ['{splitExternalLocalOriginErrors: false}', []],
    ['{consecutiveErrors: 5}', ['deprecated consecutiveErrors']],
    ['{consecutiveErrors: 0}', []],
    ['{consecutive5xxErrors: 5, consecutiveGatewayErrors: 5}', []],
  ])('%s', (text, wanted) => expect(problems(text)).toEqual(wanted));
});

it('of the mesh configuration, which no CRD stands before, judges the shortest duration too', () => {
  expect(problems('{interval: 500us, baseEjectionTime: 0s}')).toEqual([]);
  expect(problems('{interval: 500us, baseEjectionTime: 0s}', false)).toEqual([
    'duration baseEjectionTime',
    'duration interval',
  ]);
});

it('names what it found', () => {
  expect(found('{interval: 1.5ms, maxEjectionPercent: 101}').map(({ data }) => data)).toEqual([
    { name: 'interval', value: '1.5ms', problem: expect.stringContaining('below 1ms') },
    { name: 'maxEjectionPercent', value: 101, problem: 'is outside of 0 to 100' },
  ]);
});

it.each([
  '{interval: "${INTERVAL}", maxEjectionPercent: "${MOST}", consecutiveErrors: "${N}"}',
  '{consecutiveLocalOriginFailures: "${N}"}',
  '{consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: "${SPLIT}"}',
  '{interval: 5, baseEjectionTime: [1.5ms], maxEjectionPercent: "101", consecutiveErrors: null}',
  '{interval: soon}',
  '{consecutiveLocalOriginFailures: [5]}',
  '[1]',
  'null',
  '${OUTLIER}',
])('judges nothing of %s', (text) => {
  expect(problems(text)).toEqual([]);
  expect(problems(text, false)).toEqual([]);
});
