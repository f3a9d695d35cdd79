import { expect, it } from 'vitest';
import { hideSecrets } from '../../src/reporters/hide-secrets.ts';
import { finding, rangeOf, report } from './sample.ts';

const source = 'uri: https://user:s3cret-word@api.example.com\n';
const range = rangeOf(source, 'uri');
const open = { range: [0, 3] as [number, number], text: 'url: https://user:s3cret-word@api.example.com' };
const plain = { range: [0, 3] as [number, number], text: 'url' };

it.each([
  ['fix', { fix: open }, {}],
  ['unsafe fix', { unsafeFix: open }, {}],
  ['suggestion', { suggestions: [{ desc: 'Write url', fix: open }] }, { suggestions: [] }],
  ['fix without credentials', { fix: plain }, { fix: plain }],
  ['unsafe fix without credentials', { unsafeFix: plain }, { unsafeFix: plain }],
])('%s', (_, edits, left) => {
  const [file] = hideSecrets(report([{ filePath: '/repo/a.yaml', source, findings: [finding(range, edits)] }])).files;
  expect(file?.findings).toEqual([finding(range, left)]);
  expect(JSON.stringify(file)).not.toContain('s3cret');
});
