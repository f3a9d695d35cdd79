import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
import { mesh } from '../support/cli.ts';
import { ROOT } from '../support/fixtures.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-formats-'));
afterAll(() => rmSync(work, { recursive: true }));

const ajv = new AjvDraft04({ strict: false, unicodeRegExp: false });
addFormats(ajv);
const isSarif = ajv.compile(
  JSON.parse(readFileSync(join(ROOT, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')),
);

const rule = (apiVersion: string, rest = '') => `apiVersion: networking.istio.io/${apiVersion}
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec:
  host: reviews
${rest}`;

const STATES: Record<string, { text: string | Buffer; code: number; ruleId?: string }> = {
  clean: { text: rule('v1'), code: 0 },
  warnings: { text: rule('v1beta1'), code: 0, ruleId: 'core/api-version' },
  errors: { text: rule('v1', '  hots: reviews\n'), code: 1, ruleId: 'core/unknown-field' },
  broken: { text: 'spec: [a\n', code: 1, ruleId: 'core/yaml-syntax' },
  unreadable: { text: Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]), code: 1, ruleId: 'core/unreadable-file' },
};

/** Throws where a text is not what the format promises; answers what it holds. */
const READERS: Record<string, (text: string) => unknown> = {
  json: (text) => JSON.parse(text),
  gitlab: (text) => JSON.parse(text),
  sarif(text) {
    const log = JSON.parse(text);
    isSarif(log);
    expect(isSarif.errors ?? []).toEqual([]);
    return log.runs[0].results;
  },
  junit: readXml,
  checkstyle: readXml,
};

function readXml(text: string): unknown {
  expect(XMLValidator.validate(text)).toBe(true);
  return new XMLParser({ ignoreAttributes: false }).parse(text);
}

const EXTERNAL = ['compact', 'codeframe'];

describe.each([...FORMATS, ...EXTERNAL])('format %s', (format) => {
  it.each(Object.entries(STATES))(
    '%s: exit code, and nothing but the report',
    async (state, { text, code, ruleId }) => {
      const folder = mkdtempSync(join(work, 'case-'));
      writeFileSync(join(folder, 'a.yaml'), text);
      const cwd = EXTERNAL.includes(format) ? ROOT : folder;
      const ran = await mesh(['-f', format, folder], { cwd });
      expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: '' });
      const read = READERS[format]?.(ran.stdout) ?? ran.stdout;
      const known = format === 'codeframe' && (state === 'broken' || state === 'unreadable') ? undefined : ruleId;
      if (known !== undefined) expect(JSON.stringify(read)).toContain(known);
      else expect(JSON.stringify(format === 'sarif' ? read : '')).not.toContain('core/');
    },
  );
});

describe('names of formats', () => {
  it.each(FORMATS)('-o %s is taken for the format that was meant', async (format) => {
    const { code, stdout, stderr } = await mesh(['-o', format, '-'], { stdin: rule('v1') });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `mesh-lint: -o names a file; did you mean -f ${format}?\n`,
    });
  });

  it('a misspelt one is suggested, an unknown one is told with all that there are', async () => {
    expect((await mesh(['-f', 'chekstyle', '-'])).stderr).toBe(
      'mesh-lint: unknown format "chekstyle"; did you mean "checkstyle"? No package eslint-formatter-chekstyle is installed here either\n',
    );
    const { stderr } = await mesh(['-f', 'teamcity', '-']);
    expect(stderr).toContain('npm install -D eslint-formatter-teamcity');
    for (const format of FORMATS) expect(stderr).toContain(format);
  });

  it('the help names all', async () => {
    const { stdout } = await mesh(['--help']);
    for (const format of FORMATS) expect(stdout).toContain(format);
  });
});

describe('several at once', () => {
  const manifest = rule('v1', '  hots: reviews\n');

  it('go to their files, and one to standard output', async () => {
    const folder = mkdtempSync(join(work, 'files-'));
    const ran = await mesh(['-f', 'sarif=out.sarif', '-f', 'junit=out.xml', '-f', 'stylish', '-'], {
      stdin: manifest,
      cwd: folder,
    });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toContain('core/unknown-field');
    expect(READERS.sarif?.(readFileSync(join(folder, 'out.sarif'), 'utf8'))).toHaveLength(1);
    READERS.junit?.(readFileSync(join(folder, 'out.xml'), 'utf8'));
  });

  it('one that cannot be written is named, and takes no other with it', async () => {
    const folder = mkdtempSync(join(work, 'some-'));
    writeFileSync(join(folder, 'file'), '');
    const argv = ['-f', 'json=no/out.json', '-f', 'gitlab=out.json', '-f', 'junit=file/x.xml', '-f', 'unix', '-'];
    const ran = await mesh(argv, { stdin: manifest, cwd: folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe(
      `mesh-lint: cannot write ${join(folder, 'no/out.json')}: its folder does not exist; ` +
        `cannot write ${join(folder, 'file/x.xml')}: a part of its path is a file\n`,
    );
    expect(ran.stdout).toContain('[Error/core/unknown-field]');
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toHaveLength(1);
  });

  it.each([
    ['the same file twice', ['-f', 'json=a.json', '-f', 'sarif=./a.json']],
    ['-o with two formats', ['-o', 'a.json', '-f', 'json', '-f', 'sarif']],
  ])('%s is refused before anything is written', async (_, argv) => {
    const folder = mkdtempSync(join(work, 'twice-'));
    const ran = await mesh([...argv, '-'], { stdin: manifest, cwd: folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`two formats would be written to ${join(folder, 'a.json')}`);
    expect(() => readFileSync(join(folder, 'a.json'))).toThrow();
  });

  it('a link and a device are written to, not replaced', async () => {
    const folder = mkdtempSync(join(work, 'link-'));
    writeFileSync(join(folder, 'target.json'), 'before');
    symlinkSync('target.json', join(folder, 'link.json'));
    expect(
      (await mesh(['-f', 'json=link.json', '-f', 'unix=/dev/null', '-'], { stdin: manifest, cwd: folder })).code,
    ).toBe(1);
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'target.json'), 'utf8'))).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'target.json']);
  });
});

it('says what GitHub makes of many results', async () => {
  const paths = Array.from({ length: 5001 }, (_, index) =>
    rule('v1', `  hots: h${index}\n`).replace('reviews', `r${index}`),
  );
  const { stderr } = await mesh(['-f', 'sarif', '--only', 'core/unknown-field', '-'], { stdin: paths.join('---\n') });
  expect(stderr).toContain('of 5001 results GitHub shows the gravest 5,000;');
});

it.each(['sarif', 'github', 'gitlab', 'markdown'])(
  '%s names files from the top of the checkout, links followed',
  async (format) => {
    const top = mkdtempSync(join(work, 'checkout-'));
    for (const folder of ['.git', 'k8s', 'real']) mkdirSync(join(top, folder));
    writeFileSync(join(top, 'real', 'rule.yaml'), rule('v1', '  hots: reviews\n'));
    symlinkSync('../real/rule.yaml', join(top, 'k8s', 'link.yaml'));
    const { stdout } = await mesh(['-f', format, 'link.yaml'], { cwd: join(top, 'k8s') });
    expect(stdout).toContain('real/rule.yaml');
    expect(stdout).not.toContain('link.yaml');
    expect(stdout).not.toContain(top);
  },
);
