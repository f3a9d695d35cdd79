import { XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { REPORTERS } from '../../src/reporters/index.ts';
import { options, sampleReport } from './sample.ts';

const FILES = { unix: 'txt', github: 'txt', gitlab: 'txt', junit: 'xml', checkstyle: 'xml', markdown: 'md' };

test.each(Object.entries(FILES))('golden %s', async (format, extension) => {
  const reporter = await REPORTERS[format]?.();
  const text = await reporter?.default(sampleReport(), options);
  await expect(text).toMatchFileSnapshot(`golden/${format}.${extension}`);
  if (extension === 'xml') expect(XMLValidator.validate(text ?? '')).toBe(true);
  if (format === 'gitlab') expect(JSON.parse(text ?? '')).toHaveLength(6);
});
