import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
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
});
