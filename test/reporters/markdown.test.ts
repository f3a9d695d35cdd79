import { marked } from 'marked';
import { expect, test } from 'vitest';
import type { Finding } from '../../src/report.ts';
import markdown from '../../src/reporters/markdown.ts';
import { finding, options, rangeOf, report } from './sample.ts';

const files = (amount: number, parts: (index: number) => Partial<Finding>) =>
  report(
    Array.from({ length: amount }, (_, index) => ({
      filePath: `/repo/${index}.yaml`,
      source: 'a',
      findings: [finding(rangeOf('a', 'a'), { message: `Number ${index}`, ...parts(index) })],
    })),
  );

test('the gravest come first, and all but twenty are folded', async () => {
  const text = await markdown(
    files(50, (index) => ({ level: index < 45 ? 'info' : 'error' })),
    options,
  );
  const [shown = '', folded = ''] = text.split('<details>');
  expect(shown.match(/^\| ✖ error/gm)).toHaveLength(5);
  expect(shown.match(/^\| ℹ info/gm)).toHaveLength(15);
  expect(folded).toContain('<summary>30 more</summary>');
  expect(folded.match(/^\| ℹ info/gm)).toHaveLength(30);
  expect((await marked.parse(text)).match(/<table>/g)).toHaveLength(2);
});

test('what many places have in common is said once', async () => {
  const text = await markdown(
    files(30, () => ({ message: 'The same' })),
    options,
  );
  expect(text.match(/The same/g)).toHaveLength(1);
  expect(text).toContain('Also at <code>1.yaml:1:1</code>');
  expect(text).toContain('and 19 more places');
});

test.each([
  ['a comment', undefined, 65_536],
  ['the summary of a job', 1_000_000, 1_048_576],
])('fits %s, and says how many did not', async (_, mostBytes, limit) => {
  const many = files(6000, (index) => ({ message: `${'<é>'.repeat(40)} ${index}` }));
  const text = await markdown(many, { ...options, ...(mostBytes && { mostBytes }) });
  expect(Buffer.byteLength(text)).toBeLessThan(limit);
  expect(Buffer.byteLength(text)).toBeGreaterThan(limit * 0.9);
  const rows = text.match(/^\| ✖/gm)?.length ?? 0;
  expect(text).toContain(`**${6000 - rows} more did not fit here**`);
  expect(text).toContain('✖ 6000 problems');
});

test('a clean run is one line', async () => {
  expect(await markdown(report([]), options)).toMatch(/^### mesh-lint: ✔ no problems[^\n]*\n$/);
});
