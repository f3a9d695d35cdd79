import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { git } from '../../scripts/git.ts';
import { ROOT } from '../support/fixtures.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-release-test-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A linter in a few lines, so that a release takes no build of the real one. */
const BUNDLE = `
  const [argument] = process.argv.slice(2);
  console.log(argument === '--version' ? '1.2.0' : require('node:fs').readFileSync(argument, 'utf8'));
  process.exitCode = argument === '--version' ? 0 : 1;
  const text = 'require("only-a-text")';
`;

const PACKAGE = {
  name: 'mesh-lint',
  version: '1.2.0',
  files: ['bin', 'dist', 'matcher.json'],
  scripts: { prepare: 'tsc', build: 'node build.js' },
  devDependencies: { typescript: '^7' },
};

let root = '';
let count = 0;

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function commit(files: Record<string, string>): void {
  write(files);
  git(['add', '.'], { cwd: root });
  git(['commit', '--quiet', '-m', 'work'], { cwd: root });
}

function builds(bundle: string): Record<string, string> {
  const code = `const fs = require('fs'); fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/cli.cjs', ${JSON.stringify(bundle)});`;
  return { 'build.js': code };
}

function release(...args: string[]) {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = join(ROOT, 'scripts', 'release.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, script, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const refused = (why: string) => ({ status: 1, stdout: expect.any(String), stderr: `not released: ${why}\n` });

beforeEach(() => {
  root = join(work, String(++count));
  mkdirSync(root);
  git(['init', '--quiet', '--initial-branch=main'], { cwd: root });
  git(['config', 'user.name', 'Release'], { cwd: root });
  git(['config', 'user.email', 'release@example.com'], { cwd: root });
  commit({
    '.gitignore': 'dist/\nnode_modules/\n',
    'package.json': JSON.stringify(PACKAGE),
    'CHANGELOG.md': '# Changelog\n\n## 1.2.0 (2026-01-01)\n\n## 1.1.0\n',
    'bin/mesh-lint.js': "require('../dist/cli.cjs');\n",
    'src/main.ts': '',
    'matcher.json': '{}\n',
    'action.yml': 'runs: { main: dist/cli.cjs }\n',
    'docs/rules/core/schema.md': '# core/schema\n',
    ...Object.fromEntries(['README.md', 'LICENSE', 'NOTICE', '.pre-commit-hooks.yaml'].map((name) => [name, ''])),
    ...builds(BUNDLE),
  });
});

describe('npm run release', { timeout: 120_000 }, () => {
  it('tags a commit that has dist and nothing to install, and leaves branch, index and working tree alone', () => {
    const head = git(['rev-parse', 'HEAD'], { cwd: root });
    expect(release()).toMatchObject({ status: 0, stderr: '' });
    expect(git(['rev-parse', 'HEAD', 'v1.2.0^{commit}^'], { cwd: root }).split('\n')).toEqual([head, head]);
    expect(git(['rev-parse', 'v1'], { cwd: root })).toBe(git(['rev-parse', 'v1.2.0^{commit}'], { cwd: root }));
    expect(git(['status', '--porcelain'], { cwd: root })).toBe('');
    expect(git(['ls-tree', '-r', '--name-only', 'v1.2.0'], { cwd: root }).split('\n')).toEqual([
      '.pre-commit-hooks.yaml',
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'action.yml',
      'bin/mesh-lint.js',
      'dist/cli.cjs',
      'docs/rules/core/schema.md',
      'matcher.json',
      'package.json',
    ]);
    expect(JSON.parse(git(['show', 'v1.2.0:package.json'], { cwd: root }))).toEqual({
      name: 'mesh-lint',
      version: '1.2.0',
      files: PACKAGE.files,
    });
  });

  it('moves the tag of the major to the next release', () => {
    expect(release().status).toBe(0);
    commit({
      'package.json': JSON.stringify({ ...PACKAGE, version: '1.3.0' }),
      'CHANGELOG.md': '## 1.3.0\n',
      ...builds(BUNDLE.replace('1.2.0', '1.3.0')),
    });
    const { status, stdout } = release();
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining('git push origin v1.3.0 && git push --force origin v1\n'),
    });
    expect(git(['rev-parse', 'v1'], { cwd: root })).toBe(git(['rev-parse', 'v1.3.0^{commit}'], { cwd: root }));
  });

  it('checks everything and tags nothing with --dry-run', () => {
    expect(release('--dry-run')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/: 11 files, .*\nnothing was tagged: .* makes v1\.2\.0\n$/),
      stderr: '',
    });
    expect(git(['tag'], { cwd: root })).toBe('');
  });

  it('refuses what is not committed', () => {
    write({ 'src/main.ts': 'changed' });
    expect(release()).toEqual(
      refused('the working tree has changes; commit them first: a release is what is committed'),
    );
  });

  it('refuses a tag that exists', () => {
    git(['tag', 'v1.2.0'], { cwd: root });
    expect(release()).toEqual(refused('the tag v1.2.0 exists; raise "version" in package.json'));
  });

  it.each([
    ['## 1.2.01\n', 'CHANGELOG.md has no heading "## 1.2.0"; say what has changed'],
    [
      '## 1.2.0 (unreleased)\n',
      'CHANGELOG.md says that 1.2.0 is unreleased; put the date there: "## 1.2.0 (YYYY-MM-DD)"',
    ],
  ])('refuses a changelog that says %j', (text, why) => {
    commit({ 'CHANGELOG.md': text });
    expect(release()).toEqual(refused(why));
  });

  it('refuses what would have to be installed', () => {
    commit(builds(`${BUNDLE}\nif (!text) require('yaml');`));
    expect(release()).toEqual(refused('dist needs a package at run time: cli.cjs asks for yaml'));
    commit({ 'package.json': JSON.stringify({ ...PACKAGE, dependencies: { yaml: '^2' } }) });
    expect(release()).toEqual(refused('package.json has run-time dependencies (yaml); bundle them'));
  });

  it('refuses a dist that does not do what it is for', () => {
    commit(builds(BUNDLE.replace('1.2.0', '1.1.0')));
    expect(release()).toEqual(refused('dist says that it is version "1.1.0", package.json says 1.2.0'));
    commit(builds(BUNDLE.replace(': 1;', ': 0;')));
    expect(release()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('the unpacked release does not find a mistake: exit 0'),
    });
    commit({ ...builds(BUNDLE), 'action.yml': 'runs: { main: dist/action.cjs }\n' });
    expect(release()).toEqual(refused('action.yml starts dist/action.cjs, which is not there'));
    git(['rm', '--quiet', 'NOTICE'], { cwd: root });
    git(['commit', '--quiet', '-m', 'no notice'], { cwd: root });
    expect(release()).toEqual(refused('not in the repository: NOTICE'));
    expect(git(['tag'], { cwd: root })).toBe('');
  });
});
