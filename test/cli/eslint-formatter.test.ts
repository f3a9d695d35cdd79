import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
import { mesh } from '../support/cli.ts';
import { ROOT } from '../support/fixtures.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-formatter-'));
afterAll(() => rmSync(work, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(work, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const MANIFEST = `apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec:
  host: reviews
  hots: reviews
`;

const lint = (format: string, argv: string[] = [], cwd = work) =>
  mesh(['-f', format, ...argv, '-'], { stdin: MANIFEST, cwd });

describe('two from npm', () => {
  it('eslint-formatter-compact, in full and in short', async () => {
    const { code, stdout } = await lint('compact', [], ROOT);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^<stdin>: line 6, col 3, Error - There is no field "hots" .* \(core\/unknown-field\)$/m);
    expect(stdout).toMatch(/^<stdin>: line 1, col 13, Warning - .* \(core\/api-version\)$/m);
    expect(stdout).toMatch(/\n2 problems\n$/);
    expect((await lint('eslint-formatter-compact', [], ROOT)).stdout).toBe(stdout);
  });

  it('eslint-formatter-codeframe, with the text of the file', async () => {
    const { stdout } = await lint('codeframe', [], ROOT);
    expect(stdout).toContain('> 6 |   hots: reviews\n    |   ^');
  });
});

describe("a file of one's own", () => {
  it('gets what ESLint gives: results and context', async () => {
    write(
      'mine/all.cjs',
      `module.exports = (results, context) => {
         const messages = results[0].messages.map(({ ruleId, severity, line, endColumn }) => ({ ruleId, severity, line, endColumn }));
         const { docs, type } = context.rulesMeta['core/unknown-field'];
         return JSON.stringify({ messages, counts: [results[0].errorCount, results[0].warningCount], source: results[0].source,
           deprecated: results[0].usedDeprecatedRules, cwd: context.cwd, exceeded: context.maxWarningsExceeded, url: docs.url, type });
       };`,
    );
    const { code, stdout } = await lint('./mine/all.cjs', ['--max-warnings', '0']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      messages: [
        { ruleId: 'core/api-version', severity: 1, line: 1, endColumn: 40 },
        { ruleId: 'core/unknown-field', severity: 2, line: 6, endColumn: 7 },
      ],
      counts: [1, 1],
      source: MANIFEST,
      deprecated: [],
      cwd: work,
      exceeded: { maxWarnings: 0, foundWarnings: 1 },
      url: expect.stringMatching(/^https:.*\/docs\/rules\/core\/unknown-field\.md$/),
      type: 'problem',
    });
  });

  it('hears of too many warnings where --quiet hides them, and of nothing where there are not too many', async () => {
    write('mine/warnings.mjs', 'export default (_, context) => JSON.stringify(context.maxWarningsExceeded ?? "none");');
    const quiet = await lint('./mine/warnings.mjs', ['--quiet', '--max-warnings', '0']);
    expect(quiet.stdout).toBe('{"maxWarnings":0,"foundWarnings":1}\n');
    expect((await lint('./mine/warnings.mjs', ['--max-warnings', '1'])).stdout).toBe('"none"\n');
  });

  it.each([
    ['a promise', 'mine/promise.mjs', 'export default async (results) => `${results.length} files`;', '1 files\n'],
    ['compiled from a module', 'mine/compiled.cjs', 'exports.__esModule = true; exports.default = () => "x";', 'x\n'],
    ['that says nothing', 'mine/silent.mjs', 'export default () => "";', ''],
  ])('%s', async (_, path, text, stdout) => {
    write(path, text);
    expect(await lint(`./${path}`)).toEqual({ code: 1, stdout, stderr: '' });
    expect((await lint(join(work, path))).stdout).toBe(stdout);
  });

  it('can go to a file beside another format', async () => {
    write('mine/short.mjs', 'export default (results) => String(results.length);');
    const { stdout, stderr } = await lint('./mine/short.mjs=short.txt', ['-f', 'unix']);
    expect(stderr).toBe('');
    expect(stdout).toContain('[Error/core/unknown-field]');
  });
});

describe('docs/formats.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'formats.md'), 'utf8');

  it('has a formatter that works', async () => {
    const [, text = ''] = /```js\n(.*?)```/s.exec(page) ?? [];
    write('mine/docs.cjs', text);
    expect(await lint('./mine/docs.cjs')).toEqual({ code: 1, stdout: '1 <stdin>\n', stderr: '' });
  });

  it('has a chapter and a sample of every format', () => {
    for (const format of FORMATS)
      expect(page).toMatch(new RegExp(`^## ${format}$[^#]+^<!-- begin generated ${format} -->`, 'm'));
  });
});

describe('names', () => {
  const packages: [string, string][] = [
    ['acme', 'eslint-formatter-acme'],
    ['eslint-formatter-acme', 'eslint-formatter-acme'],
    ['@acme', '@acme/eslint-formatter'],
    ['@acme/eslint-formatter', '@acme/eslint-formatter'],
    ['@acme/wide', '@acme/eslint-formatter-wide'],
    ['@acme/eslint-formatter-wide', '@acme/eslint-formatter-wide'],
  ];

  it.each(packages)('%s is the package %s, found from the working directory', async (format, name) => {
    write(`tree/node_modules/${name}/index.js`, `module.exports = () => '${name}';`);
    write('tree/deep/a.yaml', MANIFEST);
    expect((await lint(format, [], join(work, 'tree', 'deep'))).stdout).toBe(`${name}\n`);
  });

  it('a package of ES modules alone is found', async () => {
    const manifest = { name: 'eslint-formatter-modern', type: 'module', exports: { import: './main.js' } };
    write('tree/node_modules/eslint-formatter-modern/package.json', JSON.stringify(manifest));
    write('tree/node_modules/eslint-formatter-modern/main.js', 'export default () => "modern";');
    expect((await lint('modern', [], join(work, 'tree'))).stdout).toBe('modern\n');
  });
});

describe('what is wrong with a formatter is said, exit 2, nothing else printed', () => {
  it.each([
    ['no file', './none.js', '', 'there is no formatter ./none.js: looked for the file '],
    ['no package', '@acme/none', '', 'no package @acme/eslint-formatter-none is installed here (npm install -D @acme/'],
    [
      'no function',
      './bad/object.cjs',
      'module.exports = {};',
      'exports no function; it is (results, context) => text',
    ],
    ['a syntax error', './bad/syntax.cjs', 'module.exports = (', 'cannot be loaded from'],
    [
      'it throws',
      './bad/throws.cjs',
      'module.exports = () => { null.x; };',
      'failed: TypeError: Cannot read properties',
    ],
    [
      'it rejects',
      './bad/rejects.mjs',
      'export default async () => { throw new Error("no\\nluck"); };',
      'failed: Error: no',
    ],
    ['no text', './bad/number.mjs', 'export default () => 1;', 'answered number; a formatter answers a text'],
  ])('%s', async (_, format, text, message) => {
    if (text) write(format, text);
    const { code, stdout, stderr } = await lint(format);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`mesh-lint: `);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
