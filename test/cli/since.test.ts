import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mesh } from '../support/cli.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-since-'));
afterAll(() => rmSync(work, { recursive: true }));

const checkout = join(work, 'checkout');
const file = (name: string) => join(checkout, 'k8s', name);
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: checkout });
const commit = (message: string) => {
  git('add', '-A');
  git('commit', '-qm', message);
};

function route(name: string, weight: number): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [${name}]
  http:
    - route:
        - {destination: {host: web}, weight: ${weight}}
        - {destination: {host: web}, weight: 20}
`;
}

/** Paths with findings. */
async function reported(...args: string[]): Promise<string[]> {
  const { stdout } = await mesh(['-f', 'json', '--only', 'virtual-service/weights-sum', ...args], { cwd: checkout });
  const files: { filePath: string; messages: unknown[] }[] = JSON.parse(stdout);
  return files.filter(({ messages }) => messages.length > 0).map(({ filePath }) => filePath);
}

describe('--since', () => {
  beforeAll(() => {
    mkdirSync(join(checkout, 'k8s'), { recursive: true });
    git('init', '-q', '-b', 'main');
    for (const name of ['old.yaml', 'touched.yaml', 'staged.yaml', 'ümlaut name.yaml'])
      writeFileSync(file(name), route('old', 90));
    commit('first');
    git('checkout', '-q', '-b', 'topic');
    writeFileSync(file('ümlaut name.yaml'), route('name', 91));
    commit('on the branch');
    git('checkout', '-q', 'main');
    writeFileSync(file('old.yaml'), route('elsewhere', 70));
    commit('on main, after the branch began');
    git('checkout', '-q', 'topic');
    writeFileSync(file('touched.yaml'), route('touched', 90));
    writeFileSync(file('staged.yaml'), route('staged', 90));
    git('add', file('staged.yaml'));
    writeFileSync(file('new.yaml'), route('new', 90));
    writeFileSync(join(checkout, '.gitignore'), 'ignored.yaml\n');
    writeFileSync(file('ignored.yaml'), route('ignored', 90));
  });

  it('reports what the branch, the index and the folder changed, and not what the other branch did', async () => {
    expect(await reported('.')).toHaveLength(5);
    expect(await reported('--since', 'main', '.')).toEqual(
      ['new.yaml', 'staged.yaml', 'touched.yaml', 'ümlaut name.yaml'].map(file),
    );
    expect(await reported('--since', 'HEAD', '.')).toEqual(['new.yaml', 'staged.yaml', 'touched.yaml'].map(file));
  });

  it('exits by what it reports, and says what it left out', async () => {
    const args = ['--only', 'virtual-service/weights-sum', '--since', 'main', 'k8s/old.yaml'];
    expect(await mesh(args, { cwd: checkout })).toEqual({
      code: 0,
      stdout:
        '✔ no problems in 1 Istio resource (1 file, Istio 1.31)\n  left out 1 problem in files that did not change\n',
      stderr: '',
    });
  });

  it('leaves standard input in', async () => {
    const { code } = await mesh(['--since', 'main', '-'], { cwd: checkout, stdin: route('web', 90) });
    expect(code).toBe(1);
  });

  it.each([
    ['nowhere', checkout, 'git knows no commit "nowhere" here; fetch it first'],
    ['--all', checkout, 'git knows no commit "--all" here; fetch it first'],
    ['main', work, 'this folder lies in no git checkout'],
  ])('%s in %s', async (ref, cwd, message) => {
    const { code, stdout, stderr } = await mesh([`--since=${ref}`, checkout], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`mesh-lint: --since ${ref}: ${message}`);
  });

  it('says how to allow the checkout of another user', async () => {
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    const { code, stderr } = await mesh(['--since=main', '.'], { cwd: checkout });
    vi.unstubAllEnvs();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'mesh-lint: --since main: git refuses the checkout of another user; allow it: git config --global --add safe.directory "$PWD"\n',
    });
  });
});
