import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/cli/compiled.ts';
import { ROOT } from '../support/fixtures.ts';

/** From version 22 on Node keeps what is compiled by itself. */
const isNodes = 'enableCompileCache' in process.getBuiltinModule('node:module');
const MANIFEST = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: shop}
spec: {host: a, trafficPolicy: {loadBalancer: {simple: RANDON}}}
`;

let work = '';
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'mesh-lint-compiled-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

function run(args: string[], env: Record<string, string> = {}, input = MANIFEST) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, 'bin', 'mesh-lint.js'), ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: join(work, 'cache'), TMPDIR: work, ...env },
  });
  return { stdout, stderr, status };
}

/** The files that hold what was compiled. */
function kept(): string[] {
  const folder = isNodes ? join(work, 'node-compile-cache') : join(work, 'cache', 'mesh-lint');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
}

describe('what was compiled', () => {
  it('is kept by the first run, and changes nothing of what the next one says', () => {
    const first = run(['-']);
    expect(first).toMatchObject({ status: 1, stderr: '', stdout: expect.stringContaining('RANDON') });
    const files = kept();
    expect(files.length).toBeGreaterThan(3);
    const times = files.map((file) => statSync(file).mtimeMs);
    expect(run(['-'])).toEqual(first);
    expect(kept()).toEqual(files);
    if (!isNodes) expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
  });

  it.runIf(!isNodes)('is kept anew by the first run over many resources, of all that it loads', () => {
    const many = Array(100).fill(MANIFEST).join('---\n');
    const contents = () => new Map(kept().map((file) => [file, readFileSync(file)]));
    const changed = (one: Map<string, Buffer>, other: Map<string, Buffer>) =>
      [...one].filter(([file, bytes]) => !other.get(file)?.equals(bytes)).length;
    run(['-']);
    const short = contents();
    run(['-'], {}, many);
    const long = contents();
    expect(changed(short, long)).toBe(short.size);
    run(['-']);
    run(['-'], {}, many);
    expect(changed(long, contents())).toBe(0);
  });

  it.each([
    ['--version', ['--version'], {}],
    ['a verb', ['rules'], {}],
    ['a job of CI', ['-'], { CI: 'true' }],
    ['who wants none', ['-'], { NODE_DISABLE_COMPILE_CACHE: '1' }],
  ])('is not kept for %s', (_, args, env) => {
    run(args, env);
    expect(kept()).toEqual([]);
  });

  it('is made again where it is broken', () => {
    const first = run(['-']);
    const damages: ((file: string) => void)[] = [
      (file) => truncateSync(file, 0),
      (file) => truncateSync(file, 100),
      (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
      (file) => writeFileSync(file, 'x'.repeat(1000)),
      (file) => {
        const bytes = readFileSync(file);
        for (let at = 50; at < bytes.length; at += 997) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
        writeFileSync(file, bytes);
      },
    ];
    for (const damage of damages) {
      for (const file of kept()) damage(file);
      expect(run(['-'])).toEqual(first);
    }
  });

  it.runIf(!isNodes)('is not taken from a folder that others may write to', () => {
    const first = run(['-']);
    const [file = ''] = kept();
    const folder = join(file, '..');
    chmodSync(folder, 0o777);
    for (const each of kept()) writeFileSync(each, 'not code');
    expect(run(['-'])).toEqual(first);
    expect(readFileSync(file, 'utf8')).toBe('not code');
  });

  it('is done without where it cannot be written', () => {
    writeFileSync(join(work, 'cache'), 'a file');
    writeFileSync(join(work, 'node-compile-cache'), 'a file');
    expect(run(['-'])).toMatchObject({ status: 1, stderr: '' });
  });

  it.runIf(!isNodes)('goes with its version after a month', () => {
    const old = join(work, 'cache', 'mesh-lint', '0.0.1-node20.0.0-x64');
    mkdirSync(old, { recursive: true });
    writeFileSync(join(old, 'core.cjs'), '');
    utimesSync(old, new Date(0), new Date(0));
    const recent = join(work, 'cache', 'mesh-lint', '0.0.2-node20.0.0-x64');
    mkdirSync(recent);
    run(['-']);
    expect(existsSync(old)).toBe(false);
    expect(existsSync(recent)).toBe(true);
  });
});

describe('its folder', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/cache', HOME: '/home/a' }, 'linux', '/cache'],
    [{ HOME: '/home/a' }, 'darwin', '/home/a/.cache'],
    [{ HOME: '/home/a', CI: '1' }, 'linux', undefined],
    [{}, 'linux', undefined],
    [{ LOCALAPPDATA: 'C:\\a', HOME: '/home/a' }, 'win32', 'C:\\a'],
  ] as const)('%s on %s', (env, platform, wanted) => {
    expect(cacheFolder({ env, platform })).toBe(wanted || undefined);
  });
});
