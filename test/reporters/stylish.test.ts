import { expect, test } from 'vitest';
import stylish from '../../src/reporters/stylish.ts';
import { tagColors } from './ansi.ts';
import { finding, options, rangeOf, report, sampleReport } from './sample.ts';

const rowsOf = async (messages: string[]) => {
  const findings = messages.map((message) => finding(rangeOf('a', 'a'), { message, ruleId: 'x/y' }));
  return (await stylish(report([{ filePath: '/repo/a.yaml', source: 'a', findings }]), options))
    .split('\n')
    .slice(1, -4);
};

test('golden', async () => {
  await expect(await stylish(sampleReport(), options)).toMatchFileSnapshot('golden/stylish.txt');
});

test('colour changes nothing but colour', async () => {
  const colored = tagColors(await stylish(sampleReport(), { ...options, color: true }));
  expect(colored).toContain('‹underline›k8s/reviews.yaml‹/›\n  ‹dim›17:21‹/›  ‹red›error‹/›  Subset');
  expect(colored.replace(/‹[^›]*›/g, '')).toBe(await stylish(sampleReport(), options));
});

test('columns are aligned by cells, not by characters', async () => {
  expect(await rowsOf(['値', 'abcd', '👨‍👩‍👧'])).toEqual([
    '  1:1  error  値    x/y',
    '  1:1  error  abcd  x/y',
    '  1:1  error  👨‍👩‍👧    x/y',
  ]);
});

test('one long message does not push the others away', async () => {
  const long = 'x'.repeat(200);
  expect(await rowsOf(['short', long])).toEqual(['  1:1  error  short  x/y', `  1:1  error  ${long}  x/y`]);
});

test('a message stays on its line and cannot steer the terminal', async () => {
  expect(await rowsOf(['one\r\n  two\x1b[2J'])).toEqual(['  1:1  error  one two␛[2J  x/y']);
});
