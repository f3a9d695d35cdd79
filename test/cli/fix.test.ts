import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tree } from '../input/tree.ts';
import { mesh } from '../support/cli.ts';

const ROUTE = `apiVersion: networking.istio.io/v1 # routes of the shop
kind: VirtualService
metadata:
  name: cart
  namespace: shop
spec:
  hosts: ['cart']
  http:
    - corsPolicy:
        allowMethods: ["get", POST] # both
      route:
        - destination: {host: cart}
`;
const MENDED = ROUTE.replace('"get"', '"GET"');
const UNSAFE = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: My-GW, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - port: {number: 80, name: http, protocol: HTTP}
      hosts: ["shop.example.com"]
`;

describe('--fix', () => {
  it('mends, reports what is left, and says how much it did', async () => {
    const root = tree({ 'a.yaml': ROUTE, 'b.yaml': UNSAFE });
    const { code, stdout, stderr } = await mesh(['--fix', '.'], { cwd: root });
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(MENDED);
    expect(readFileSync(join(root, 'b.yaml'), 'utf8')).toBe(UNSAFE);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'fixed 1 problem in 1 file\n' });
    expect(stdout).toContain('✖ 1 problem (1 error) in 1 file · 1 fixable with --fix --unsafe-fixes\n');
    expect(await mesh(['--fix', '--unsafe-fixes', '.'], { cwd: root })).toMatchObject({
      code: 0,
      stderr: 'fixed 1 problem in 1 file\n',
    });
    expect(readFileSync(join(root, 'b.yaml'), 'utf8')).toBe(UNSAFE.replace('My-GW', 'my-gw'));
    expect(await mesh(['--fix', '.'], { cwd: root })).toMatchObject({ code: 0, stderr: 'nothing to fix\n' });
  });

  it('is named in the closing line of a run without it', async () => {
    const root = tree({ 'a.yaml': ROUTE, 'b.yaml': UNSAFE });
    const { stdout } = await mesh(['.'], { cwd: root });
    expect(stdout).toContain(
      '✖ 2 problems (2 errors) in 2 files · 1 fixable with --fix (1 more with --unsafe-fixes)\n',
    );
  });

  it('fixes only errors with --quiet, which shows only errors', async () => {
    const old = ROUTE.replace('io/v1 ', 'io/v1beta1 ');
    const root = tree({ 'a.yaml': old });
    await mesh(['--fix', '--quiet', '.'], { cwd: root });
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(old.replace('"get"', '"GET"'));
  });

  it('stops before it writes anything where one file cannot be written', async () => {
    const root = tree({ 'a.yaml': ROUTE, 'b.yaml': ROUTE.replace('name: cart', 'name: basket') });
    chmodSync(join(root, 'b.yaml'), 0o444);
    const { code, stdout, stderr } = await mesh(['--fix', '.'], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `mesh-lint: cannot fix ${join(root, 'b.yaml')}: it is read-only; make it writable, or leave it out (nothing was written)\n`,
    );
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(ROUTE);
  });

  it('leaves what is suppressed, and what --since leaves out, as it is', async () => {
    const suppressed = ROUTE.replace(
      '        allowMethods',
      '        # mesh-lint-disable-next-line -- ours\n        allowMethods',
    );
    const root = tree({
      'a.yaml': suppressed,
      'b.yaml': ROUTE.replace('name: cart', 'name: b').replace("['cart']", '[b]'),
    });
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root });
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'a');
    expect(await mesh(['--fix', '--since', 'HEAD', '.'], { cwd: root })).toMatchObject({ stderr: 'nothing to fix\n' });
    await mesh(['--fix', '.'], { cwd: root });
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(suppressed);
    expect(readFileSync(join(root, 'b.yaml'), 'utf8')).toContain('["GET", POST]');
  });

  it('writes nothing where an argument matches no file', async () => {
    const root = tree({ 'a.yaml': ROUTE });
    expect(await mesh(['--fix', 'a.yaml', 'b.yaml'], { cwd: root })).toMatchObject({ code: 2 });
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(ROUTE);
  });
});

describe('--fix-dry-run', () => {
  it('reports as after fixing, with the new text as ESLint has it, and writes nothing', async () => {
    const root = tree({ 'a.yaml': ROUTE });
    const { code, stdout, stderr } = await mesh(['--fix-dry-run', '-f', 'json', '.'], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'would fix 1 problem in 1 file; nothing was written\n' });
    expect(JSON.parse(stdout)).toMatchObject([{ messages: [], output: MENDED }]);
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(ROUTE);
  });

  it('takes standard input', async () => {
    const { stdout } = await mesh(['--fix-dry-run', '-f', 'json', '-'], { stdin: ROUTE });
    expect(JSON.parse(stdout)).toMatchObject([{ filePath: '<stdin>', output: MENDED }]);
  });

  it('leaves the text out where it holds a Secret', async () => {
    const secret = '---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: hunter2\n';
    const { stdout } = await mesh(['--fix-dry-run', '-f', 'json', '-'], { stdin: ROUTE + secret });
    expect(stdout).not.toContain('hunter2');
    expect(JSON.parse(stdout)[0]).not.toHaveProperty('output');
  });
});

describe('--diff', () => {
  const DIFF = `--- a/k8s/a b.yaml
+++ b/k8s/a b.yaml
@@ -7,6 +7,6 @@
   hosts: ['cart']
   http:
     - corsPolicy:
-        allowMethods: ["get", POST] # both
+        allowMethods: ["GET", POST] # both
       route:
         - destination: {host: cart}
`;

  it('prints what --fix would write, writes nothing, and exits 1; 0 without any', async () => {
    const root = tree({ 'k8s/a b.yaml': ROUTE });
    const { code, stdout, stderr } = await mesh(['--diff', '.'], { cwd: root });
    expect(stdout.replace(/\t\n/g, '\n')).toBe(DIFF);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'would fix 1 problem in 1 file; nothing was written\n' });
    expect(readFileSync(join(root, 'k8s/a b.yaml'), 'utf8')).toBe(ROUTE);
    const clean = tree({ 'a.yaml': MENDED });
    expect(await mesh(['--diff', '.'], { cwd: clean })).toEqual({ code: 0, stdout: '', stderr: 'nothing to fix\n' });
  });

  it.each([
    ['a plain file', ROUTE],
    ['CRLF', ROUTE.replaceAll('\n', '\r\n')],
    ['no line end at the end', ROUTE.trimEnd()],
    ['a byte order mark before the change', `\ufeff${ROUTE.replace('io/v1 ', 'io/v1beta1 ')}`],
  ])('git apply takes it: %s', async (_, text) => {
    const root = tree({ 'k8s/a b.yaml': text, 'k8s/b.yaml': UNSAFE });
    const { stdout } = await mesh(['--diff', '--unsafe-fixes', '.'], { cwd: root });
    const applied = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: root,
      input: stdout,
      encoding: 'utf8',
    });
    expect(applied.stderr).toBe('');
    expect(readFileSync(join(root, 'k8s/a b.yaml'), 'utf8')).toBe(
      text.replace('"get"', '"GET"').replace('v1beta1', 'v1'),
    );
    expect(readFileSync(join(root, 'k8s/b.yaml'), 'utf8')).toContain('name: my-gw');
  });

  it('shows no value of a Secret beside a change', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: hunter2\n---\n';
    const root = tree({ 'a.yaml': `${secret}${ROUTE.replace('io/v1 ', 'io/v1beta1 ')}` });
    const { code, stdout } = await mesh(['--diff', '.'], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain('+apiVersion: networking.istio.io/v1 #');
    expect(stdout).not.toContain('hunter2');
  });

  it('only names a change inside of a Secret', async () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  annotations:\n    sidecar.istio.io/logLevell: hunter2\n';
    const root = tree({ 'a.yaml': secret, 'b.yaml': ROUTE });
    const { code, stdout } = await mesh(['--diff', '--unsafe-fixes', '.'], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain('# a.yaml: 1 not shown, with values of a Secret\n--- a/b.yaml');
    expect(stdout).not.toContain('hunter2');
  });

  it('sends no control characters to a terminal', async () => {
    const root = tree({ 'a.yaml': ROUTE.replace('# both', '# \u009b31mboth') });
    const { stdout } = await mesh(['--diff', '.'], { cwd: root, terminal: true });
    expect(stdout).toContain('# <U+009B>31mboth');
  });

  it('leaves the report to files', async () => {
    const root = tree({ 'a.yaml': ROUTE });
    await mesh(['--diff', '-f', 'json=report.json', '.'], { cwd: root });
    expect(JSON.parse(readFileSync(join(root, 'report.json'), 'utf8'))).toMatchObject([{ output: MENDED }]);
    expect(await mesh(['--diff', '-f', 'json', '.'], { cwd: root })).toMatchObject({
      code: 2,
      stderr: 'mesh-lint: --diff is what standard output holds; give the report a file: -f json=report.json\n',
    });
  });
});

describe('flags about fixes that say too much or too little', () => {
  it('says what --unsafe-fixes goes with', async () => {
    const { code, stderr } = await mesh(['--unsafe-fixes', '-'], { stdin: ROUTE });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'mesh-lint: --unsafe-fixes by itself fixes nothing; it goes with --fix, --fix-dry-run or --diff\n',
    );
  });

  it.each([
    [
      ['--fix', '-'],
      '--fix cannot write to standard input; use --diff, or --fix-dry-run -f json, whose "output" is the new text',
    ],
    [['--fix', '--fix-dry-run', '.'], '--fix writes files and --fix-dry-run does not; give one of them'],
  ])('%j', async (argv, message) => {
    expect(await mesh(argv, { stdin: ROUTE })).toEqual({ code: 2, stdout: '', stderr: `mesh-lint: ${message}\n` });
  });
});
