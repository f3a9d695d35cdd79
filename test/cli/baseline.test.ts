import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tree } from '../input/tree.ts';
import { mesh } from '../support/cli.ts';
import { FIXTURES } from '../support/fixtures.ts';

const DEFAULT = 'mesh-lint-baseline.json';
/** `core/unknown-field` is reported at `shadow`. */
const service = (name: string, extra = '') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${name}
  namespace: prod
spec:
  hosts: [${name}.example.com]
  http:
    - shadow: true
${extra}      route:
        - destination: { host: ${name} }
`;

/** What a run without findings prints. */
const CLEAN = expect.stringMatching(/^✔ no problems/);

const read = (root: string, name = DEFAULT) => readFileSync(join(root, name), 'utf8');
const lint = (root: string, ...argv: string[]) => mesh(['-f', 'unix', ...argv], { cwd: root });
const update = (root: string, ...argv: string[]) => lint(root, '--update-baseline', ...argv);

test('what is known does not count, and what is new does', async () => {
  const root = tree({ 'k8s/a.yaml': service('reviews') });
  expect(await update(root)).toEqual({
    code: 0,
    stdout: CLEAN,
    stderr: `mesh-lint: wrote ${DEFAULT}: 1 known finding (1 new, 0 gone); lint with --baseline ${DEFAULT}\n`,
  });
  expect(read(root)).toBe(`{
  "version": 1,
  "files": {
    "k8s/a.yaml": [
      { "rule": "core/unknown-field", "group": "networking.istio.io", "kind": "VirtualService", "namespace": "prod", "name": "reviews", "path": "/spec/http/0/shadow" }
    ]
  }
}
`);
  const known = await mesh(['--baseline', DEFAULT], { cwd: root });
  expect(known).toMatchObject({ code: 0, stderr: '' });
  expect(known.stdout).toBe(
    '✔ no problems in 1 Istio resource (1 file, Istio 1.31) · 1 suppressed\n  could not look up 1 host: not in these files (see --context, --snapshot and --world)\n',
  );
  expect((await mesh(['--list-files'], { cwd: root })).stdout).toBe(`${join(root, 'k8s/a.yaml')}\n`);
  writeFileSync(join(root, 'k8s/a.yaml'), service('reviews', '      mirrored: true\n'));
  const more = await lint(root, '--baseline', DEFAULT);
  expect(more.code).toBe(1);
  expect(more.stdout).toContain('k8s/a.yaml:10:7');
  expect(more.stdout).not.toContain('k8s/a.yaml:9:7');
  const asJson = await mesh(['-f', 'json', '--baseline', DEFAULT], { cwd: root });
  const [{ suppressedMessages }] = JSON.parse(asJson.stdout);
  expect(suppressedMessages).toMatchObject([{ line: 9, suppressions: [{ kind: 'baseline', justification: '' }] }]);
});

test('lines that move, documents in another order, a renamed file and a newer API version change nothing', async () => {
  const root = tree({ 'a.yaml': `${service('reviews')}---\n${service('ratings')}` });
  await update(root);
  const before = read(root);
  writeFileSync(join(root, 'a.yaml'), `# a comment\n\n${service('ratings')}---\n\n${service('reviews')}`);
  renameSync(join(root, 'a.yaml'), join(root, 'b.yaml'));
  writeFileSync(join(root, 'b.yaml'), readFileSync(join(root, 'b.yaml'), 'utf8').replaceAll('io/v1', 'io/v1beta1'));
  const after = await lint(root, '--baseline', DEFAULT, '--skip', 'core/api-version');
  expect(after).toEqual({ code: 0, stdout: CLEAN, stderr: '' });
  await update(root, '--skip', 'core/api-version');
  expect(read(root)).toBe(before.replace('a.yaml', 'b.yaml'));
});

test('of resources with one identity in several files as many findings are known as there were', async () => {
  const root = tree({ 'base/a.yaml': service('reviews'), 'overlay/a.yaml': service('reviews') });
  await update(root, '--skip', 'core/duplicate-resource');
  rmSync(join(root, 'base/a.yaml'));
  writeFileSync(join(root, 'overlay/b.yaml'), service('reviews'));
  expect((await lint(root, '--baseline', DEFAULT)).code).toBe(0);
  writeFileSync(join(root, 'overlay/c.yaml'), service('reviews'));
  const third = await lint(root, '--baseline', DEFAULT, '--skip', 'core/duplicate-resource');
  expect(third.stdout.split('\n').filter((line) => line.includes('.yaml:9:7'))).toHaveLength(1);
});

test('entries of findings that are gone are told, and taken out by an update', async () => {
  const root = tree({ 'a.yaml': service('reviews'), 'b.yaml': service('ratings'), 'c.yaml': service('details') });
  await update(root);
  writeFileSync(join(root, 'a.yaml'), service('reviews').replace('shadow: true\n     ', ''));
  rmSync(join(root, 'b.yaml'));
  const stale = `mesh-lint: 2 findings in ${DEFAULT} are gone; --update-baseline takes them out\n`;
  expect(await lint(root, '--baseline', DEFAULT)).toEqual({ code: 0, stdout: CLEAN, stderr: stale });
  expect((await update(root)).stderr).toContain('1 known finding (0 new, 2 gone)');
  expect(read(root)).not.toMatch(/reviews|ratings/);
  expect((await update(root)).stderr).toBe(`mesh-lint: ${DEFAULT} is up to date: 1 known finding\n`);
});

test('a run that looks at less says nothing of the rest, and keeps it', async () => {
  const root = tree({ 'a.yaml': service('reviews'), 'b.yaml': service('ratings') });
  await update(root);
  const before = read(root);
  expect((await lint(root, 'a.yaml', '--baseline', DEFAULT)).stderr).toBe('');
  expect((await lint(root, '--only', 'core/schema', '--baseline', DEFAULT)).stderr).toBe('');
  expect((await update(root, 'a.yaml', '--only', 'core/schema')).code).toBe(0);
  expect((await update(root, 'b.yaml')).code).toBe(0);
  expect(read(root)).toBe(before);
});

test('what cannot be read is known by its file', async () => {
  const root = tree({ 'a.yaml': 'spec: [\n', 'b.yaml': service('reviews') });
  await update(root);
  expect(read(root)).toContain('"a.yaml": [\n      { "rule": "core/yaml-syntax" }\n');
  expect((await lint(root, '--baseline', DEFAULT)).code).toBe(0);
  writeFileSync(join(root, 'b.yaml'), 'spec: [\n');
  expect((await lint(root, '--baseline', DEFAULT)).stdout).toMatch(/^b\.yaml:/);
});

test('standard input, several worlds and the same resource twice in a file', async () => {
  const root = tree({
    'base.yaml': service('reviews'),
    'x/a.yaml': service('ratings'),
    'y/a.yaml': service('ratings'),
  });
  const stdin = `${service('details')}---\n${service('details')}`;
  const argv = ['-', '.', '--world-per', '*', '--baseline', 'known.json'];
  expect((await mesh([...argv, '--update-baseline'], { cwd: root, stdin })).code).toBe(0);
  expect(read(root, 'known.json')).toMatch(
    /"<stdin>": \[\n.*"core\/duplicate-resource".*\n.*"details".*"count": 2 \}\n/,
  );
  const ran = await mesh([...argv, '-f', 'unix'], { cwd: root, stdin });
  expect(ran).toEqual({ code: 0, stdout: CLEAN, stderr: '' });
  const less = await mesh(['.', '--world-per', '*', '--baseline', 'known.json', '-f', 'unix'], { cwd: root });
  expect(less).toEqual({ code: 0, stdout: CLEAN, stderr: '' });
});

test('what a comment silences is not in the baseline', async () => {
  const root = tree({ 'a.yaml': service('reviews').replace('true\n', 'true # mesh-lint-disable-line -- why\n') });
  await update(root);
  expect(read(root)).toBe('{\n  "version": 1,\n  "files": {}\n}\n');
});

test('values of Secrets and odd characters do not get in', async () => {
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: "a\\u202e\\u001b" }\nstringData: { key: hunter2, key: hunter2 }\n';
  const root = tree({ 'a.yaml': secret });
  await update(root);
  expect(read(root)).toContain('core/duplicate-key');
  expect(read(root)).not.toMatch(/hunter2|[^\n\P{Cc}]|\u202e/u);
  expect((await lint(root, '--baseline', DEFAULT)).code).toBe(0);
});

describe('a file that is no baseline', () => {
  const entry = '{ "rule": "core/schema" }';
  const files = (entries: string) =>
    `{\n  "version": 1,\n  "files": {\n    "a.yaml": [\n      ${entries}\n    ]\n  }\n}\n`;
  test.each([
    ['another JSON file', '{ "name": "shop" }\n', ':1: this is no baseline of mesh-lint'],
    ['an empty file', '', ':1: the file is empty'],
    ['a conflict', `{\n<<<<<<< ours\n  "version": 1\n}\n`, ':2: a merge left a conflict here'],
    ['half a file', files(entry).slice(0, 60), ':5: this cannot be read'],
    ['a newer one', '{\n  "version": 2,\n  "files": {}\n}', ':2: version 2 is not known here'],
    [
      'a wrong count',
      files(`${entry},\n      { "rule": "core/cel", "count": 0 }`),
      ':6: "count" is a whole number from 1 on, not 0',
    ],
    ['a wrong member', files('{ "rule": "core/cel", "line": 3 }'), ':5: a finding has no "line"'],
    ['no rule', files('{ "kind": "Service" }'), ':5: a finding has a "rule"'],
    ['no list', '{ "version": 1, "files": {\n  "a.yaml": {} } }', ':2: the findings of a file are a list'],
  ])('%s exits 2 with its line, and is left as it is', async (_, text, message) => {
    const root = tree({ 'a.yaml': service('reviews'), 'known.json': text });
    for (const flags of [[], ['--update-baseline']]) {
      const { code, stdout, stderr } = await lint(root, '--baseline', 'known.json', ...flags);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`mesh-lint: known.json${message}`);
      expect(read(root, 'known.json')).toBe(text);
    }
  });

  test('a comma that a merge left behind does not matter', async () => {
    const root = tree({ 'a.yaml': service('reviews'), 'known.json': files(`${entry},`) });
    expect((await lint(root, '--baseline', 'known.json')).code).toBe(1);
  });
});

test('flags that cannot be met exit 2 with what to do', async () => {
  const root = tree({ 'a.yaml': service('reviews') });
  expect(await lint(root, '--baseline', 'known.json')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'mesh-lint: --baseline known.json: there is no such file; --update-baseline makes it\n',
  });
  expect((await lint(root, '--baseline', '.')).stderr).toBe('mesh-lint: --baseline . cannot be read: it is a folder\n');
  expect((await mesh(['--update-baseline', '--diff'], { cwd: root })).stderr).toContain(
    '--update-baseline goes with --fix, not with',
  );
  expect((await update(root, 'nowhere.yaml')).code).toBe(2);
  expect(existsSync(join(root, DEFAULT))).toBe(false);
});

test('a fix leaves alone what the baseline knows', async () => {
  const text = service('reviews').replace('shadow: true', 'retrys: {}');
  const root = tree({ 'a.yaml': text });
  expect((await mesh(['--diff', '--unsafe-fixes'], { cwd: root })).stdout).toContain('+');
  await update(root);
  expect((await lint(root, '--baseline', DEFAULT, '--fix', '--unsafe-fixes')).code).toBe(0);
  expect(read(root, 'a.yaml')).toBe(text);
});

test('of many manifests nothing is left once they are known', async () => {
  const root = tree({});
  const paths = ['core', 'gateway', 'install', 'service-entry'].map((area) => join(FIXTURES, area));
  const known = join(root, 'known.json');
  const first = await mesh([...paths, '--preset', 'all', '--baseline', known, '--update-baseline', '-f', 'unix']);
  expect({ code: first.code, stdout: first.stdout }).toEqual({ code: 0, stdout: CLEAN });
  const second = await mesh([...paths, '--preset', 'all', '--baseline', known, '-f', 'unix']);
  expect(second).toEqual({ code: 0, stdout: CLEAN, stderr: '' });
});
