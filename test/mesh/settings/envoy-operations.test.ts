import { describe, expect, it } from 'vitest';
import {
  appliedOperations,
  isPatchOperation,
  isRelative,
  isUndocumented,
  neededSelection,
} from '../../../src/mesh/settings/envoy-operations.ts';

describe('operations that istiod applies', () => {
  it.each([
    ['ROUTE_CONFIGURATION', 'MERGE', true],
    ['ROUTE_CONFIGURATION', 'ADD', false],
    ['HTTP_ROUTE', 'ADD', true],
    ['HTTP_ROUTE', 'REPLACE', false],
    ['VIRTUAL_HOST', 'REPLACE', true],
    ['CLUSTER', 'REPLACE', false],
    ['HTTP_FILTER', 'MERGE_AND_REPLACE_LIST', false],
    ['LISTENER_FILTER', 'REPLACE', true],
    ['EXTENSION_CONFIG', 'MERGE', false],
    ['BOOTSTRAP', 'MERGE', false],
  ])('%s: %s is %s', (target, operation, applied) => {
    expect(appliedOperations(target)?.includes(operation)).toBe(applied);
  });

  it.each(['INVALID', 'constructor', ''])('knows no target %s', (target) => {
    expect(appliedOperations(target)).toBeUndefined();
  });

  it('tells operations from other words', () => {
    expect(['MERGE', 'REPLACE', 'INSERT_FIRST'].every(isPatchOperation)).toBe(true);
    expect(['INVALID', 'add', 'toString'].some(isPatchOperation)).toBe(false);
  });
});

it('asks for a filter where a patch would otherwise mean all of them', () => {
  expect(neededSelection('REMOVE', 'HTTP_FILTER')?.path.at(-1)).toBe('subFilter');
  expect(neededSelection('MERGE', 'LISTENER_FILTER')?.path.at(-1)).toBe('listenerFilter');
  expect(neededSelection('MERGE', 'HTTP_FILTER')).toBeUndefined();
  expect(neededSelection('REMOVE', 'CLUSTER')).toBeUndefined();
});

it('knows what is applied against the reference, and what depends on other patches', () => {
  expect(isUndocumented('ADD', 'HTTP_ROUTE')).toBe(true);
  expect(isUndocumented('ADD', 'ROUTE_CONFIGURATION')).toBe(false);
  expect(isRelative('REMOVE')).toBe(true);
  expect(isRelative('INSERT_FIRST')).toBe(false);
});
