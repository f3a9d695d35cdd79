import { expect, it } from 'vitest';
import { inboundRetryProblems } from '../../../src/mesh/settings/inbound-retry.ts';
import { readSource } from '../../../src/yaml/read.ts';

function problems(text: string): string[] {
  const [document] = readSource('test.yaml', text).documents;
  if (!document) throw new Error('no document');
  return [...inboundRetryProblems(document.root)].map(({ id, field }) => `${id} ${field.display}`);
}

it.each([
  ['attempts: 2\nretryOn: 5xx,503\nbackoff: 25ms', []],
  ['attempts: 0', []],
  ['attempts: ${ATTEMPTS}\nbackoff: 25ms', []],
  ['attempts: 0\nbackoff: 25ms', ['without-attempts backoff']],
  ['backoff: 25ms', ['without-attempts backoff']],
  ['retryOn: 5xx\nbackoff: 25ms', ['without-attempts retryOn']],
  ['attempts: 2\nbackoff: 10us', ['duration backoff']],
  ['attempts: 2\nbackoff: 1.5ms', ['duration backoff']],
  ['attempts: 2\nretryRemoteLocalities: true', ['inbound-retry-ignored retryRemoteLocalities']],
])('%s', (text, wanted) => {
  expect(problems(text)).toEqual(wanted);
});
