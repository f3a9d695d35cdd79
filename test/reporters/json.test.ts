import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { expect, test } from 'vitest';
import type { Report } from '../../src/report.ts';
import json from '../../src/reporters/json.ts';
import { finding, options, rangeOf, related, report, sampleReport } from './sample.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true, formats: fullFormats }).compile(schema);

async function parse(input: Report) {
  const results = JSON.parse(await json(input, options));
  validate(results);
  expect(validate.errors ?? []).toEqual([]);
  return results;
}

const one = (parts: Parameters<typeof finding>[1]) =>
  report([{ filePath: '/repo/a.yaml', source: 'a: 1', findings: [finding(rangeOf('a: 1', '1'), parts)] }]);

test('a message has exactly the properties of the contract', async () => {
  const [result] = await parse(
    one({
      help: 'Make them add up to 100',
      embeddedPointer: '/defaultConfig',
      codes: ['IST0101'],
      related: [related('/repo/b.yaml', { line: 2, column: 3, endLine: 2, endColumn: 4 }, 'the other one')],
      fix: { range: [3, 4], text: '2' },
      suggestions: [{ desc: 'Say 3', fix: { range: [3, 4], text: '3' } }],
    }),
  );
  expect(result).toEqual({
    filePath: '/repo/a.yaml',
    messages: [
      {
        ruleId: 'virtual-service/weights-sum',
        messageId: 'sum',
        severity: 2,
        level: 'error',
        message: 'The weights of this route add up to 110, not 100',
        help: 'Make them add up to 100',
        line: 1,
        column: 4,
        endLine: 1,
        endColumn: 5,
        documentIndex: 0,
        pointer: '/spec/http/0/route/1/weight',
        embeddedPointer: '/defaultConfig',
        resource: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'prod', name: 'reviews' },
        codes: ['IST0101'],
        related: [{ filePath: '/repo/b.yaml', line: 2, column: 3, message: 'the other one' }],
        fix: { range: [3, 4], text: '2' },
        suggestions: [{ desc: 'Say 3', fix: { range: [3, 4], text: '3' } }],
      },
    ],
    suppressedMessages: [],
    errorCount: 1,
    fatalErrorCount: 0,
    warningCount: 0,
    infoCount: 0,
    fixableErrorCount: 1,
    fixableWarningCount: 0,
  });
});

test('what a finding lacks is left out', async () => {
  const [{ messages }] = await parse(one({ resource: null }));
  for (const name of ['help', 'fatal', 'embeddedPointer', 'fix', 'suggestions'])
    expect(messages[0]).not.toHaveProperty(name);
  expect(messages[0].resource).toBeNull();
});

test('what is suppressed stands apart, with the reasons, and is not counted', async () => {
  const suppressions = [{ kind: 'directive' as const, justification: 'moves in May' }];
  const suppressed = [{ ...finding(rangeOf('a: 1', '1')), suppressions }];
  const [result] = await parse(report([{ filePath: '/repo/a.yaml', source: 'a: 1', findings: [], suppressed }]));
  expect(result).toMatchObject({ messages: [], errorCount: 0 });
  expect(result.suppressedMessages).toMatchObject([{ ruleId: 'virtual-service/weights-sum', column: 4, suppressions }]);
  delete result.suppressedMessages[0].suppressions;
  expect(validate([result])).toBe(false);
});

test('there is an entry for every file, also without findings', async () => {
  const results = await parse(sampleReport());
  expect(results.map((result: { filePath: string }) => result.filePath)).toEqual(
    sampleReport().files.map((file) => file.filePath),
  );
  expect(await parse(report([]))).toEqual([]);
});

test('infos count as warnings, and by themselves', async () => {
  const fix = { range: [0, 1] as [number, number], text: '' };
  const findings = [
    finding(rangeOf('a', 'a'), { fatal: true }),
    finding(rangeOf('a', 'a'), { level: 'warning', fix }),
    finding(rangeOf('a', 'a'), { level: 'info', fix }),
    finding(rangeOf('a', 'a'), { level: 'info' }),
  ];
  const [result] = await parse(report([{ filePath: '<stdin>', source: 'a', findings }]));
  expect(result).toMatchObject({
    filePath: '<stdin>',
    errorCount: 1,
    fatalErrorCount: 1,
    warningCount: 3,
    infoCount: 2,
    fixableErrorCount: 0,
    fixableWarningCount: 2,
  });
  expect(result.messages.map((message: { severity: number }) => message.severity)).toEqual([2, 1, 1, 1]);
});

test('the text of the file is not part of it', async () => {
  expect(await json(sampleReport(), options)).not.toContain('apiVersion: ');
});

test('odd characters survive', async () => {
  const message = '"\\ \x1b\x9b\u2028\u202e 値 🚀';
  const [result] = await parse(one({ message }));
  expect(result.messages[0].message).toBe(message);
  expect(await json(one({ message }), options)).not.toMatch(/[^\n\P{Cc}]|[\u2028\u202e]/u);
});

test.each([
  ['severity and level that disagree', { severity: 1 }],
  ['a column of 0', { column: 0 }],
  ['a property that nobody knows', { source: 'a' }],
  ['a pointer that is none', { pointer: 'spec' }],
])('the schema rejects %s', async (_, change) => {
  const [result] = await parse(one({}));
  Object.assign(result.messages[0], change);
  expect(validate([result])).toBe(false);
});
