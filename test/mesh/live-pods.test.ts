import { expect, it } from 'vitest';
import { isLivePod } from '../../src/mesh/live-pods.ts';
import { readSource } from '../../src/yaml/read.ts';

function isLive(rest: string, pods: string, isSnapshot = false): boolean {
  const file = readSource('/a.yaml', `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n${rest}`);
  if (isSnapshot) file.role = 'snapshot';
  const [pod] = file.resources;
  if (!pod) throw new Error('no pod');
  return isLivePod(pod, pods);
}

it.each([
  ['spec: {}', 'auto', false],
  ['spec: {}', 'live', true],
  ['status: {phase: Running}', 'auto', true],
  ['status: {phase: Pending}', 'auto', true],
  ['status: null', 'auto', false],
  ['status:', 'auto', false],
  ['status: {}', 'auto', false],
  ['status: "${STATUS}"', 'auto', false],
  ['spec: {status: {phase: Running}}', 'auto', false],
])('a Pod with %s runs by %s: %s', (rest, pods, wanted) => {
  expect(isLive(rest, pods)).toBe(wanted);
});

it('a Pod of a snapshot runs, whatever it lacks', () => {
  expect(isLive('spec: {}', 'auto', true)).toBe(true);
});
