import { describe, expect, it } from 'vitest';
import { localityLbProblems, zoneAwareLbProblems } from '../../../src/mesh/settings/locality-lb.ts';
import type { Field } from '../../../src/yaml/field.ts';
import { readSource } from '../../../src/yaml/read.ts';

function setting(text: string): Field {
  const [document] = readSource('/a.yaml', `lb: ${text}\n`).documents;
  if (!document) throw new Error('no document');
  return document.root.child('lb');
}

function problems(text: string, check = localityLbProblems): string[] {
  return [...check(setting(text))].map(({ id, field }) => `${id} ${field.display.replace(/^lb\.?/, '')}`);
}

/** Problems of the localities that the traffic of one region is sent to. */
function problemsTo(to: string): string[] {
  return problems(`{distribute: [{from: a, to: ${to}}]}`).map((text) => text.replace('distribute[0].to', 'to'));
}

/** Problems of the localities that traffic is sent from. */
function problemsFrom(...from: string[]): string[] {
  const shares = from.map((place) => `{from: "${place}", to: {x: 100}}`);
  return problems(`{distribute: [${shares.join(', ')}]}`).map((text) => text.replace('distribute', ''));
}

describe('weights', () => {
  it.each([
    ['{a: 80, b: 20}', []],
    ['{a: 100}', []],
    ['{a: 80, b: 30}', ['weight-sum to']],
    ['{a: 99}', ['weight-sum to']],
    ['{}', ['weight-sum to']],
    ['{a: 0, b: 100}', ['weight to.a']],
    ['{a: 101}', ['weight to.a']],
    ['{a: null, b: 100}', ['weight to.a']],
    ['{a: "${SHARE}", b: 20}', []],
    ['{a: "80", b: 20}', []],
    ['{a: 1.5, b: 98.5}', []],
    ['{a: -1, b: 101}', []],
  ])('%s', (to, wanted) => expect(problemsTo(to)).toEqual(wanted));

  it('are missed at the share where it names no target', () => {
    expect(problems('{distribute: [{from: a}]}')).toEqual(['weight-sum distribute[0]']);
    expect(problems('{distribute: [{from: a, to: null}]}')).toEqual(['weight-sum distribute[0]']);
  });

  it('that are wrong end the reading', () => {
    const text = '{distribute: [{from: "*/a", to: {x: 1}}, {from: b, to: {y: 2}}], failover: []}';
    expect(problems(text)).toEqual(['weight-sum distribute[0].to']);
  });

  it('are named with their place', () => {
    const [problem] = localityLbProblems(setting('{distribute: [{from: a/b, to: {x: 60, y: 50}}]}'));
    expect(problem?.data).toEqual({ sum: 110, from: 'a/b' });
  });
});

describe('localities', () => {
  it.each([
    [['a/*', 'b/*'], []],
    [['a/x/1', 'a/x/2', 'a/y'], []],
    [['*'], []],
    [['a', '*'], []],
    [['*', 'a'], ['overlap [1].from']],
    [['*', 'a/'], ['overlap [1].from']],
    [['a', 'a'], ['overlap [1].from']],
    [['a', 'a/x'], ['overlap [1].from']],
    [['a/x', 'a'], ['overlap [1].from']],
    [['a/*', 'a/x'], ['overlap [1].from']],
    [['a/x/1', 'a/x/*'], []],
    [['a/x', 'a/*'], []],
    [['a/x/1', 'a/x'], ['overlap [1].from']],
    [['a/x/1/deep', 'a/x/1'], []],
    [['a/*/1'], ['wildcard-place [0].from']],
    [['*/*'], ['wildcard-place [0].from']],
    [['a//1'], ['empty-part [0].from']],
    [['/a'], ['empty-part [0].from']],
    [['a/'], ['empty-part [0].from']],
    [[''], ['empty-part [0].from']],
    [['a', '${REGION}', 'a'], []],
  ])('traffic from %j', (from, wanted) => expect(problemsFrom(...from)).toEqual(wanted));

  it.each([
    ['{a/x: 50, a/y: 50}', []],
    ['{a/x: 50, a/*: 50}', ['overlap to["a/*"]']],
    ['{a/*: 50, a/x: 50}', ['overlap to["a/x"]']],
    ['{b*c: 100}', ['wildcard-place to["b*c"]']],
    ['{a/: 100}', ['empty-part to["a/"]']],
  ])('traffic to %s', (to, wanted) => expect(problemsTo(to)).toEqual(wanted));

  it('that are not written are empty, and those that are misspelt are not known', () => {
    expect(problems('{distribute: [{to: {x: 100}}]}')).toEqual(['empty-part distribute[0].from']);
    expect(problems('{distribute: [{form: a, to: {x: 100}}]}')).toEqual([]);
  });
});

describe('failover', () => {
  it.each([
    ['{failover: [{from: a, to: b}]}', []],
    ['{failover: [{from: a, to: a}]}', ['same-region failover[0].to']],
    ['{failover: [{}]}', ['same-region failover[0].to']],
    ['{failover: [{from: a/x, to: b}]}', ['not-a-region failover[0].from']],
    ['{failover: [{from: a, to: "*"}]}', ['not-a-region failover[0].to']],
    ['{failover: [{from: a, to: "${TO}"}]}', []],
    ['{failover: [{from: a, too: a}]}', []],
    ['{failover: [{from: a, to: [a]}]}', []],
    ['{failover: [a, null, 1]}', []],
    ['{failover: {from: a, to: a}}', []],
    ['{failover: [{from: a, to: b}, {from: b, to: b}]}', ['same-region failover[1].to']],
  ])('%s', (text, wanted) => {
    expect(problems(text)).toEqual(wanted);
    expect(problems(text, zoneAwareLbProblems)).toEqual(wanted);
  });

  const STEP = 'failover: [{from: a, to: b}]';
  it.each([
    [`{${STEP}, distribute: [{from: a, to: {b: 1}}]}`, ['distribute-and-failover failover']],
    [`{${STEP}, distribute: []}`, []],
    [`{${STEP}, failoverPriority: [topology.kubernetes.io/zone]}`, ['failover-and-topology failoverPriority[0]']],
    [
      `{${STEP}, failoverPriority: [version, topology.istio.io/subzone]}`,
      ['failover-and-topology failoverPriority[1]'],
    ],
    [`{${STEP}, failoverPriority: [version, topology.istio.io/network]}`, []],
    [`{${STEP}, failoverPriority: [topology.kubernetes.io/zone=a]}`, []],
    [`{${STEP}, failoverPriority: ["\${LABEL}", 1, null]}`, []],
    ['{failoverPriority: [topology.kubernetes.io/region]}', []],
  ])('%s', (text, wanted) => expect(problems(text)).toEqual(wanted));

  it('by topology is none of zone-aware balancing', () => {
    const priority = '{failoverPriority: [version, topology.kubernetes.io/region]}';
    expect(problems(priority, zoneAwareLbProblems)).toEqual(['zone-topology failoverPriority[1]']);
    expect(problems('{failoverPriority: [version]}', zoneAwareLbProblems)).toEqual([]);
  });
});

it.each([
  'null',
  '[1]',
  'text',
  '${LB}',
  '{distribute: 1, failover: a, failoverPriority: {}}',
  '{distribute: [null, a]}',
])('takes %s for nothing', (text) => {
  expect(problems(text)).toEqual([]);
  expect(problems(text, zoneAwareLbProblems)).toEqual([]);
});
