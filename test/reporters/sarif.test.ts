import { readFileSync } from 'node:fs';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Finding, Report, RuleInfo } from '../../src/report.ts';
import sarif from '../../src/reporters/sarif.ts';
import { finding, options, rangeOf, related, report, rule, sampleReport } from './sample.ts';

const schemaPath = new URL(
  '../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  import.meta.url,
);
const ajv = new AjvDraft04({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaPath, 'utf8')));

async function run(input: Report, root = '/repo'): Promise<Run & { results: NonNullable<Run['results']> }> {
  const text = await sarif(input, { ...options, root });
  const log: Log = JSON.parse(text);
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  const [first, ...rest] = log.runs;
  if (!first?.results || rest.length > 0) throw new Error('one run with results was expected');
  return { ...first, results: first.results };
}

const SOURCE = 'a: 1\nb: |\n  one\n  two\nc: 3\n';

async function result(parts: Partial<Finding>, filePath = '/repo/a.yaml', root = '/repo') {
  const { results } = await run(
    report([{ filePath, source: SOURCE, findings: [finding(rangeOf(SOURCE, '1'), parts)] }]),
    root,
  );
  const [first] = results;
  if (!first) throw new Error('a result was expected');
  return first;
}

async function descriptor(parts: Partial<RuleInfo>, page?: string) {
  const { tool } = await run(
    report([], { rules: [rule('x/y', parts)], ...(page !== undefined && { rulePage: () => page }) }),
  );
  const [first] = tool.driver.rules ?? [];
  if (!first) throw new Error('a rule was expected');
  return first;
}

describe('the log', () => {
  test('of a clean run has an empty list of results and every rule', async () => {
    const { results, tool } = await run(report([], { rules: [rule('a/b'), rule('c/d')] }));
    expect(results).toEqual([]);
    expect(tool.driver.rules?.map(({ id }) => id)).toEqual(['a/b', 'c/d']);
  });

  test('names tool, category, column kind and root, and the project where it is known', async () => {
    const clean = await run(report([]));
    expect(clean.tool.driver).toEqual({ name: 'mesh-lint', version: '0.1.0', semanticVersion: '0.1.0', rules: [] });
    expect(clean).toMatchObject({ columnKind: 'utf16CodeUnits', automationDetails: { id: 'mesh-lint/' } });
    expect(clean.originalUriBaseIds?.['%SRCROOT%']).not.toHaveProperty('uri');
    const { tool } = await run(report([], { homepage: 'https://mesh-lint.example/' }));
    expect(tool.driver.informationUri).toBe('https://mesh-lint.example/');
  });

  test('names no path of the machine', async () => {
    const text = await sarif(sampleReport(), { ...options, root: '/repo/k8s', cwd: '/repo/k8s' });
    expect(text).not.toMatch(/"uri":"(?:\/|file:)/);
    expect(text).not.toContain('/repo');
  });

  test('is sorted by severity, then as the report is', async () => {
    const { results } = await run(sampleReport());
    expect(results.map(({ level, ruleId }) => `${level} ${ruleId}`)).toEqual([
      'error virtual-service/unknown-subset',
      'error core/unknown-field',
      'error virtual-service/weights-sum',
      'error core/yaml-syntax',
      'warning security/mtls-conflict',
      'note gateway/secret-type',
    ]);
  });

  test('points from each result to its rule', async () => {
    const { results, tool } = await run(sampleReport());
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  test('notifies of what could not be read, and of nothing else', async () => {
    const { invocations } = await run(sampleReport());
    expect(invocations).toMatchObject([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'A tab cannot indent YAML.' },
            associatedRule: { id: 'core/yaml-syntax', index: 1 },
          },
        ],
      },
    ]);
    expect((await run(report([]))).invocations?.[0]?.toolExecutionNotifications).toEqual([]);
  });

  test('takes 5,000 results and more', async () => {
    const source = 'key: value\n'.repeat(6000);
    const findings = Array.from({ length: 6000 }, (_, index) =>
      finding(
        { line: index + 1, column: 1, endLine: index + 1, endColumn: 4 },
        { pointer: `/items/${index}`, message: 'Value {x} [y](z)' },
      ),
    );
    const { results } = await run(report([{ filePath: '/repo/a.yaml', source, findings }]));
    expect(results).toHaveLength(6000);
    expect(new Set(results.map((entry) => entry.partialFingerprints?.['meshLint/v1'])).size).toBe(6000);
  });
});

describe('a result', () => {
  test('has one location with all four ends of its region', async () => {
    expect((await result({})).locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'a.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 1, startColumn: 4, endLine: 1, endColumn: 5 },
        },
        logicalLocations: [
          {
            name: 'reviews',
            fullyQualifiedName: 'networking.istio.io/v1/VirtualService/prod/reviews/spec/http/0/route/1/weight',
            kind: 'resource',
          },
        ],
      },
    ]);
  });

  test.each([
    [
      'of several lines is its first',
      rangeOf(SOURCE, '|\n  one\n  two'),
      { startLine: 2, startColumn: 4, endLine: 2, endColumn: 5 },
    ],
    [
      'that is empty covers one column',
      { line: 1, column: 3, endLine: 1, endColumn: 3 },
      { startLine: 1, startColumn: 3, endLine: 1, endColumn: 4 },
    ],
    [
      'that ends a line late is cut',
      { line: 1, column: 5, endLine: 2, endColumn: 1 },
      { startLine: 1, startColumn: 5, endLine: 1, endColumn: 6 },
    ],
  ])('a region %s', async (_, range, region) => {
    expect((await result(range)).locations?.[0]?.physicalLocation?.region).toEqual(region);
  });

  test.each([
    ['/repo/k8s/a b/ü#?%.yaml', '/repo', 'k8s/a%20b/%C3%BC%23%3F%25.yaml'],
    ['/repo/c:d.yaml', '/repo', 'c%3Ad.yaml'],
    ['/repo/back\\slash.yaml', '/repo', 'back%5Cslash.yaml'],
    ['/repo/\ud800.yaml', '/repo', '%EF%BF%BD.yaml'],
    ['/other/a.yaml', '/repo', '../other/a.yaml'],
    ['/repo/a.yaml', '/repo/', 'a.yaml'],
    ['<stdin>', '/repo', '%3Cstdin%3E'],
    ['charts/web.yaml', '/repo', 'charts/web.yaml'],
  ])('the URI of %s below %s is %s', async (filePath, root, uri) => {
    expect((await result({}, filePath, root)).locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  test.each([
    ['a {b} c', 'a {{b}} c.'],
    ['Route {0} is `${HOST}`', 'Route {{0}} is `${{HOST}}`.'],
    ['Field spec.http[0].route[1]', 'Field spec.http[0].route[1].'],
    ['See [x](y)', 'See \\[x\\](y).'],
    ['Pattern [a-z', 'Pattern \\[a-z.'],
    ['Pattern \\[a', 'Pattern \\\\\\[a.'],
    ['Is it?', 'Is it?'],
    ['one\r\n  two \x1b \u202e', 'one two ␛ <U+202E>.'],
  ])('the message %j reads %j', async (message, text) => {
    expect((await result({ message })).message.text).toBe(text);
  });

  test('says what to do and links to its related places', async () => {
    const { message, relatedLocations } = await result({
      message: 'Two of them',
      help: 'Remove one',
      related: [
        related('/repo/b.yaml', rangeOf(SOURCE, '3'), 'the [other] one'),
        related('/repo/c.yaml', rangeOf(SOURCE, 'c'), ''),
      ],
    });
    expect(message.text).toBe('Two of them. Remove one. See: [the \\[other\\] one](1), [this](2).');
    expect(relatedLocations).toMatchObject([
      {
        id: 1,
        message: { text: 'the [other] one' },
        physicalLocation: {
          artifactLocation: { uri: 'b.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 5, startColumn: 4, endLine: 5, endColumn: 5 },
        },
      },
      { id: 2 },
    ]);
  });

  test('carries fixes and suggestions', async () => {
    const start = SOURCE.indexOf('|');
    const { fixes } = await result({
      help: 'Use a list',
      fix: { range: [start, SOURCE.indexOf('c')], text: '[]\n' },
      suggestions: [{ desc: 'Drop it', fix: { range: [0, 4], text: '' } }],
    });
    expect(fixes).toEqual([
      {
        description: { text: 'Use a list.' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'a.yaml', uriBaseId: '%SRCROOT%' },
            replacements: [
              {
                deletedRegion: { startLine: 2, startColumn: 4, endLine: 5, endColumn: 1 },
                insertedContent: { text: '[]\n' },
              },
            ],
          },
        ],
      },
      expect.objectContaining({ description: { text: 'Drop it.' } }),
    ]);
  });

  test('of a rule that is not listed has no index', async () => {
    expect(await result({ ruleId: 'local/rule' })).not.toHaveProperty('ruleIndex');
  });

  test('outside a resource has no logical location', async () => {
    expect((await result({ resource: null })).locations?.[0]).not.toHaveProperty('logicalLocations');
  });

  test('keeps the codes that it answers to', async () => {
    expect((await result({ codes: ['IST0101'] })).properties).toEqual({ codes: ['IST0101'] });
  });

  test('twice in one place has two fingerprints, which do not depend on lines', async () => {
    const twice = (line: number) => {
      const range = { line, column: 1, endLine: line, endColumn: 2 };
      return report([
        {
          filePath: `/repo/${line}.yaml`,
          source: SOURCE,
          findings: [finding(range), finding(range, { level: 'warning' })],
        },
      ]);
    };
    const prints = async (line: number) =>
      (await run(twice(line))).results.map((entry) => entry.partialFingerprints?.['meshLint/v1']);
    const [first, second] = await prints(1);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).not.toBe(first);
    expect(await prints(3)).toEqual([first, second]);
  });
});

describe('a rule', () => {
  test('has what GitHub asks for', async () => {
    expect(
      await descriptor({ summary: 'Weights add up to 100', codes: ['KIA1104'], level: 'info', tags: ['traffic'] }),
    ).toEqual({
      id: 'x/y',
      shortDescription: { text: 'Weights add up to 100.' },
      fullDescription: { text: 'Weights add up to 100. Answers to KIA1104.' },
      help: {
        text: 'Weights add up to 100. See https://mesh-lint.example/rules/x/y',
        markdown: 'Weights add up to 100. [Read more](https://mesh-lint.example/rules/x/y)',
      },
      helpUri: 'https://mesh-lint.example/rules/x/y',
      defaultConfiguration: { level: 'note' },
      properties: {
        precision: 'very-high',
        'problem.severity': 'recommendation',
        tags: ['traffic'],
        codes: ['KIA1104'],
      },
    });
  });

  test('shows its page', async () => {
    expect((await descriptor({}, '## Why\nBecause.')).help?.markdown).toBe('## Why\nBecause.');
    expect((await descriptor({}, '')).help?.markdown).toContain('What x/y is about');
  });

  test('about security says how severe as a string, and is tagged', async () => {
    const { properties } = await descriptor({ securitySeverity: '8.1', tags: ['a', 'b', 'c', 'd', 'e'] });
    expect(properties).toMatchObject({ 'security-severity': '8.1', tags: ['security', 'a', 'b', 'c', 'd'] });
  });

  test('without an address has no helpUri', async () => {
    expect(await descriptor({ url: '' })).not.toHaveProperty('helpUri');
    expect((await descriptor({ url: '' })).help?.text).toBe('What x/y is about.');
  });

  test('is never described at more length than GitHub takes', async () => {
    const { shortDescription, fullDescription } = await descriptor({ summary: 'x'.repeat(2000), codes: ['IST0101'] });
    expect(shortDescription?.text).toHaveLength(1024);
    expect(fullDescription?.text).toHaveLength(1024);
  });
});
