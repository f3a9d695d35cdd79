import { expect, it } from 'vitest';
import { hubProblem, tagProblem } from '../../src/values/image.ts';

it.each(['1.31.0', 'latest', '1.20-alpha.abc', 'A_b', '0'])('%s is a tag', (tag) => {
  expect(tagProblem(tag)).toBeUndefined();
});

it.each(['1.31:2', 'a/b', 'a b', 'x@sha256:abc', 'a'.repeat(129)])('%s is no tag', (tag) => {
  expect(tagProblem(tag)).toBeDefined();
});

it.each([
  'docker.io/istio',
  'istio',
  'localhost:5000',
  'registry.example.com:443/a/b',
  'gcr.io/istio-testing',
  '[::1]:80/a',
])('%s is a hub', (hub) => {
  expect(hubProblem(hub)).toBeUndefined();
});

it.each([
  ['docker.io/Istio', 'has a path'],
  ['Istio', 'has a path'],
  ['docker.io/istio:1.31', 'has a path'],
  ['a b.c/istio', 'has the registry "a b.c"'],
  ['https://docker.io/istio', 'begins with a scheme'],
])('%s is no hub', (hub, problem) => {
  expect(hubProblem(hub)).toContain(problem);
});
