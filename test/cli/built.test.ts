import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
import { ROOT } from '../support/fixtures.ts';

function built(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'mesh-lint.js'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the built command line', () => {
  it('says of the example what the golden report shows, and nothing on standard error', () => {
    const golden = join(ROOT, 'test', 'cli', 'golden', 'shop.txt');
    const ran = built('-f', 'pretty', 'examples/shop');
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, ran.stdout);
    expect(ran).toEqual({ status: 1, stdout: readFileSync(golden, 'utf8'), stderr: '' });
  });

  it.each([...FORMATS, 'compact'])('loads every rule and format: %s', (format) => {
    const { status, stderr } = built(
      '--preset',
      'all',
      '-f',
      format,
      'examples',
      'test/fixtures/install',
      'test/fixtures/core',
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  it('prints versions, rules and pages', () => {
    expect(built('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(built('rules')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^core\/schema +error +\S/m) });
    expect(built('explain', 'core/schema')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('# core/schema'),
    });
    expect(built('explain', 'kia0002')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('# peer-authentication/multiple-default'),
    });
    expect(built('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Exit code: 0') });
  });

  it('keeps quiet when nobody reads on', () => {
    const { stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" bin/mesh-lint.js -f json test/fixtures | head -c 10`],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(stderr).toBe('');
  });

  it.each(['pipe', devNull])('loads no streams of Node to write to %s', (target) => {
    const streams = (...words: string[]) =>
      modulesOf(words, target).filter((name) => /\b(?:streams?|net|tty)\b/.test(name));
    const none = streams('-e', '0');
    const bin = join(ROOT, 'bin', 'mesh-lint.js');
    expect(streams(bin, '--version')).toEqual(none);
    expect(streams(bin, '--no-config', 'examples/shop')).toEqual(none);
    expect(streams(bin, 'no-such-file.yaml')).toEqual(none);
  });
});

/** The modules of its own that Node has loaded when a program ends. */
function modulesOf(words: readonly string[], target: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-lint-'));
  const [hook, list] = [join(folder, 'hook.cjs'), join(folder, 'modules.json')];
  const write = `require('fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify(process.moduleLoadList))`;
  writeFileSync(hook, `process.on('exit', () => ${write});`);
  const output = target === 'pipe' ? 'pipe' : openSync(target, 'w');
  try {
    spawnSync(process.execPath, ['--require', hook, ...words], { cwd: ROOT, stdio: ['ignore', output, output] });
    return JSON.parse(readFileSync(list, 'utf8')) as string[];
  } finally {
    if (output !== 'pipe') closeSync(output);
    rmSync(folder, { recursive: true });
  }
}
