import { describe, expect, it } from 'vitest';
import { httpRetryProblems, RETRY_CONDITIONS } from '../../../src/mesh/settings/http-retry.ts';
import { readSource } from '../../../src/yaml/read.ts';

function found(text: string, inCrd?: boolean) {
  const [document] = readSource('/a.yaml', `retries: ${text}\n`).documents;
  if (!document) throw new Error('no document');
  return [...httpRetryProblems(document.root.child('retries'), inCrd)];
}

function problems(text: string, inCrd?: boolean): string[] {
  return found(text, inCrd).map(({ id, field }) => `${id} ${field.name}`);
}

describe('attempts', () => {
  it.each([
    ['{}', []],
    ['{attempts: 0}', []],
    ['{attempts: 3, perTryTimeout: 2s, retryOn: 5xx, retryRemoteLocalities: true}', []],
    ['{attempts: -1, retryOn: 5xx}', ['negative-attempts attempts']],
    ['{attempts: 0, perTryTimeout: 2s}', ['without-attempts perTryTimeout']],
    ['{perTryTimeout: 2s, retryOn: 5xx}', ['without-attempts perTryTimeout']],
    ['{attempts: null, retryOn: 5xx}', ['without-attempts retryOn']],
    ['{retryOn: 5xx}', ['without-attempts retryOn']],
    ['{retryOn: ""}', []],
    ['{retryRemoteLocalities: false}', ['without-attempts retryRemoteLocalities']],
    ['{backoff: 1s, retryIgnorePreviousHosts: true}', []],
    ['{attempt: 3, retryOn: 5xx}', []],
    ['{attempts: "${ATTEMPTS}", retryOn: 5xx}', []],
    ['{attempts: "0", retryOn: 5xx}', []],
  ])('%s', (text, wanted) => {
    expect(problems(text)).toEqual(wanted);
  });
});

describe('durations', () => {
  it.each([
    ['{attempts: 1, perTryTimeout: 1.5ms, backoff: 1s1ns}', ['duration perTryTimeout', 'duration backoff']],
    ['{attempts: 1, perTryTimeout: 2, backoff: "${BACKOFF}"}', []],
    ['{attempts: 1, perTryTimeout: soon, backoff: [1]}', []],
  ])('%s', (text, wanted) => expect(problems(text)).toEqual(wanted));

  it('below 1ms are judged where no CRD does', () => {
    const text = '{attempts: 1, perTryTimeout: 0s, backoff: 999us}';
    expect(problems(text)).toEqual([]);
    expect(problems(text, false)).toEqual(['duration perTryTimeout', 'duration backoff']);
  });
});

describe('conditions', () => {
  it.each([
    ...RETRY_CONDITIONS,
    RETRY_CONDITIONS.join(','),
    '503',
    '5xx,503,429',
    '+503',
    '',
    '${CONDITIONS}',
    '5xx,${MORE}',
  ])('%j is good', (text) => expect(problems(`{attempts: 1, retryOn: "${text}"}`)).toEqual([]));

  it.each([
    ['5xx, reset', '" reset"', { text: '5xx,reset', isSure: true }],
    ['5xx,', '""', { text: '5xx', isSure: true }],
    ['5xx,,reset ', '"" and "reset "', { text: '5xx,reset', isSure: true }],
    ['5xx,gateway_error', '"gateway_error"', { text: '5xx,gateway-error', isSure: false }],
    ['5XX', '"5XX"', { text: '5xx', isSure: false }],
    ['5xx reset', '"5xx reset"', undefined],
    ['nothing-like-it', '"nothing-like-it"', undefined],
    ['gateway_error,nothing-like-it', '"gateway_error" and "nothing-like-it"', undefined],
    ['999', '"999"', undefined],
    ['099', '"099"', undefined],
    [',', '"" and ""', undefined],
    ['constructor', '"constructor"', undefined],
  ])('%j holds %s', (text, conditions, meant) => {
    const [problem, ...more] = found(`{attempts: 1, retryOn: "${text}"}`);
    expect(more).toEqual([]);
    expect(problem?.data.conditions).toBe(conditions);
    expect(problem?.meant).toEqual(meant);
  });

  it.each([
    ['5xx, reset', 'Write 5xx,reset, with nothing but commas between.'],
    ['5xx,gateway_error,unavailabel', 'Write gateway-error and unavailable.'],
    ['nothing-like-it', `Write status codes, or one of ${RETRY_CONDITIONS.join(', ')}, with commas between.`],
  ])('%j: says what to write', (text, wanted) => {
    expect(found(`{attempts: 1, retryOn: "${text}"}`)[0]?.data.wanted).toBe(wanted);
  });
});

it.each(['[1]', 'null', 'text', '${RETRIES}', '{attempts: [1], retryOn: [6xx], perTryTimeout: {}}'])(
  'judges nothing of %s',
  (text) => expect(problems(text)).toEqual([]),
);
