import { join } from 'node:path';
import { lint } from '../src/lint.ts';
import type { Report } from '../src/report.ts';
import { FORMATS, REPORTERS } from '../src/reporters/index.ts';
import { ROOT } from './rule-files.ts';

/** What the samples of docs/formats.md are made with, but for the format. */
export const SAMPLE = 'mesh-lint routes --only core/unknown-field --only destination-rule/outlier-sanity';

const LANGUAGES: Record<string, string> = {
  json: 'json',
  sarif: 'json',
  gitlab: 'json',
  junit: 'xml',
  checkstyle: 'xml',
  markdown: 'markdown',
};

/** A sample of each format, as a block of Markdown, by its name; long ones are cut to their first finding. */
export async function formatSamples(): Promise<Map<string, string>> {
  const cwd = join(ROOT, 'examples', 'shop');
  const only = ['core/unknown-field', 'destination-rule/outlier-sanity'];
  const { report } = await lint({ paths: ['routes'], cwd, only, describeRules: true });
  // A release is to change no sample.
  const neutral: Report = { ...report, version: '0.0.0', ruleUrl: (id) => `https://mesh-lint.example/rules/${id}` };
  const samples = new Map<string, string>();
  for (const format of FORMATS) {
    const reporter = (await REPORTERS[format]?.())?.default;
    const options = { cwd, root: cwd, realPath: (path: string) => path, color: false, hyperlinks: false, width: 100 };
    const text = String(await reporter?.(neutral, options)).replaceAll(cwd, '/home/me/shop');
    samples.set(format, `\`\`\`${LANGUAGES[format] ?? 'text'}\n${(CUT[format] ?? same)(text).trimEnd()}\n\`\`\``);
  }
  return samples;
}

const same = (text: string) => text;

/** The first finding, laid out for reading. */
const CUT: Record<string, (text: string) => string> = {
  json: (text) => layOut(JSON.parse(text)[0].messages[0]),
  gitlab: (text) => layOut(JSON.parse(text)[0]),
  sarif: (text) => layOut(JSON.parse(text).runs[0].results[0]),
};

function layOut(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
