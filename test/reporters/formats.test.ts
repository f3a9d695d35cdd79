import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/report.ts';
import { REPORTERS } from '../../src/reporters/index.ts';
import { finding, options, rangeOf, related, report } from './sample.ts';

async function render(format: string, input: Report, color = false): Promise<string> {
  const load = REPORTERS[format];
  if (!load) throw new Error(`no format ${format}`);
  const { default: reporter } = await load();
  return reporter(input, { ...options, color, mostBytes: 10_000_000 });
}

test('the formats', () => {
  expect(Object.keys(REPORTERS)).toEqual([
    'pretty',
    'stylish',
    'unix',
    'json',
    'sarif',
    'github',
    'gitlab',
    'junit',
    'checkstyle',
    'markdown',
  ]);
});

const FORMATS = Object.keys(REPORTERS);

const SECRET = `apiVersion: v1
kind: Secret
metadata:
  name: credential
data:
  tls.key: aHVudGVyMg==
stringData:
  config: |
    password: hunter2
`;

const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: web}
---
${SECRET}`;

describe.each(FORMATS)('%s', (format) => {
  test('ends with a newline, with and without findings', async () => {
    const files = [{ filePath: '/repo/a.yaml', source: 'a', findings: [finding(rangeOf('a', 'a'))] }];
    expect(await render(format, report(files))).toMatch(/[^\n]\n$/);
    expect(await render(format, report([]))).toMatch(/[^\n]\n$/);
  });

  test.each<[string, string, Partial<Finding>]>([
    [
      'at a value',
      'aHVudGVyMg==',
      { resource: { apiVersion: 'v1', kind: 'Secret', namespace: '', name: 'credential' } },
    ],
    ['inside a text', 'hunter2', { resource: { apiVersion: 'v1', kind: 'Secret', namespace: '', name: 'credential' } }],
    ['where nobody knows the resource', 'hunter2', { resource: null, fatal: true }],
    ['in the line before', 'stringData', { resource: null }],
    ['that starts in the document before', '---', {}],
  ])('never shows the value of a Secret: %s', async (_, needle, parts) => {
    const other = [related('/repo/other.yaml', rangeOf(SECRET, 'aHVudGVyMg=='), 'there')];
    const findings = [
      finding(rangeOf(GATEWAY, needle), parts),
      finding(rangeOf(GATEWAY, 'Gateway'), { message: 'm', related: other }),
    ];
    const input = report([
      { filePath: '/repo/a.yaml', source: GATEWAY, findings },
      { filePath: '/repo/other.yaml', source: SECRET, findings: [] },
    ]);
    for (const color of [true, false]) expect(await render(format, input, color)).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test('trusts the engine where the text does not give a Secret away', async () => {
    const source = 'kind: "\\u0053ecret"\ndata: {a: hunter2}\n';
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace: '', name: '' };
    const findings = [finding(rangeOf(source, 'hunter2'), { resource: secret })];
    expect(await render(format, report([{ filePath: '/repo/a.yaml', source, findings }]))).not.toContain('hunter2');
  });

  test('shows what is suppressed in JSON alone', async () => {
    const suppressions = [{ kind: 'directive' as const, justification: '' }];
    const suppressed = [{ ...finding(rangeOf('a', 'a'), { ruleId: 'quiet/rule' }), suppressions }];
    const text = await render(format, report([{ filePath: '/repo/a.yaml', source: 'a', findings: [], suppressed }]));
    expect(text.includes('quiet/rule')).toBe(format === 'json');
  });

  test('no control character reaches the terminal raw', async () => {
    const nasty = '\x1b]0;x\x07\x9b31m\x00\u202e';
    const source = `a: "${nasty}"\n`;
    const findings = [
      finding(rangeOf(source, 'a'), {
        ruleId: nasty,
        message: nasty,
        help: nasty,
        resource: { apiVersion: nasty, kind: nasty, namespace: nasty, name: nasty },
        related: [
          related(`/repo/${nasty}`, rangeOf('a', 'a'), nasty),
          related('/repo/a.yaml', rangeOf(source, nasty), nasty),
        ],
      }),
    ];
    const scope = { ...report([]).scope, readOnly: { [nasty]: 1 } };
    const text = await render(format, report([{ filePath: '/repo/a.yaml', source, findings }], { scope }));
    expect(text).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
  });

  // Only growth can be told on a busy machine: what goes over all lines for each finding takes 64 times as long.
  test('eight times the findings in one file, and on one line, take about eight times as long', async () => {
    const input = (count: number, separator: string) => {
      const lines = Array.from({ length: count }, (_, index) => `key${index}: "値"`);
      const source = lines.join(separator);
      let from = 0;
      const findings = lines.map((line, index) => {
        from = source.indexOf(line, from);
        const row = separator === '\n' ? index + 1 : 1;
        const column = row === 1 && index > 0 ? from + 1 : 1;
        return finding({ line: row, column, endLine: row, endColumn: column + 3 }, { message: `Number ${index}` });
      });
      return report([{ filePath: '/repo/a.yaml', source, findings }]);
    };
    const seconds = async (count: number) => {
      const inputs = [input(count, '\n'), input(count, ', ')];
      let least = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 5; run++) {
        const start = performance.now();
        for (const each of inputs) expect(await render(format, each)).toContain(`Number ${count - 1}`);
        least = Math.min(least, performance.now() - start);
      }
      return least;
    };
    await seconds(100);
    // Below five milliseconds, chance decides.
    const few = Math.max(await seconds(400), 5);
    expect((await seconds(3200)) / few).toBeLessThan(32);
  });
});
