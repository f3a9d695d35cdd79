import { expect, it } from 'vitest';
import { labelSelectorMatches, valuesOfLabel } from '../../src/mesh/label-selector.ts';
import { readSource } from '../../src/yaml/read.ts';

function selector(text: string) {
  const [document] = readSource('selector.yaml', `selector: ${text}`).documents;
  if (!document) throw new Error('no document');
  return document.root.child('selector');
}

it.each([
  ['', {}, true],
  ['{}', { app: 'a' }, true],
  ['{matchLabels: {app: a}}', { app: 'a', tier: 'b' }, true],
  ['{matchLabels: {app: a}}', { app: 'b' }, false],
  ['{matchLabels: {app: a}}', {}, false],
  ['{matchExpressions: [{key: app, operator: In, values: [a, b]}]}', { app: 'b' }, true],
  ['{matchExpressions: [{key: app, operator: In, values: [a, b]}]}', {}, false],
  ['{matchExpressions: [{key: app, operator: NotIn, values: [a]}]}', {}, true],
  ['{matchExpressions: [{key: app, operator: NotIn, values: [a]}]}', { app: 'a' }, false],
  ['{matchExpressions: [{key: app, operator: NotIn}]}', {}, false],
  ['{matchExpressions: [{key: app, operator: Exists}]}', { app: '' }, true],
  ['{matchExpressions: [{key: app, operator: Exists}]}', {}, false],
  ['{matchExpressions: [{key: app, operator: DoesNotExist}]}', {}, true],
  ['{matchExpressions: [{key: app, operator: DoesNotExist, values: [a]}]}', {}, false],
  ['{matchExpressions: [{key: app, operator: in, values: [a]}]}', { app: 'a' }, false],
  ['{matchExpressions: [app]}', { app: 'a' }, false],
  ['{matchLabels: {app: "${APP}"}}', { app: 'a' }, undefined],
  ['{matchLabels: {constructor: a}}', {}, false],
])('%s on %o: %s', (text, labels, expected) => {
  expect(labelSelectorMatches(selector(text), labels as Record<string, string>)).toBe(expected);
});

it('collects the values that are asked for', () => {
  const both =
    '{matchLabels: {rev: a}, matchExpressions: [{key: rev, operator: In, values: [b, 1]}, {key: x, values: [c]}]}';
  expect(valuesOfLabel(selector(both), 'rev')).toEqual(['a', 'b']);
  expect(valuesOfLabel(selector(''), 'rev')).toEqual([]);
});
