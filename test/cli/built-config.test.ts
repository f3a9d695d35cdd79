import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { virtualService, WEIGHTS } from '../config/manifests.ts';
import { tree } from '../input/tree.ts';
import { ROOT } from '../support/fixtures.ts';

const BIN = join(ROOT, 'bin', 'mesh-lint.js');

/** Runs the built command line; `loaded` are the parts of it that were loaded. */
function built(files: Record<string, string>) {
  const cwd = tree({ 'vs.yaml': virtualService('reviews'), ...files });
  // Node itself loads all chunks then, and says so.
  const env = { ...process.env, NODE_DEBUG: 'module', NODE_DISABLE_COMPILE_CACHE: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const loaded = new Set([...stderr.matchAll(/dist\/chunks\/([a-z-]+?)-[\w-]{8}\.cjs/g)].map(([, name]) => name));
  return { status, stdout, loaded };
}

describe('the built command line with a configuration', () => {
  it('loads nothing of it where there is none', () => {
    const { status, loaded } = built({});
    expect(status).toBe(1);
    expect(loaded).toContain('core');
    expect(loaded).not.toContain('configuration');
  });

  it("loads no part of ESLint's for rules and settings alone", () => {
    const { status, loaded } = built({ '.meshlintrc.yaml': `rules: {${WEIGHTS}: warn}\nsettings: {world: open}\n` });
    expect(status).toBe(0);
    expect(loaded).toContain('configuration');
    expect(loaded).not.toContain('eslintrc');
  });

  it('finds packages and files of overrides', () => {
    const { status, stdout, loaded } = built({
      '.meshlintrc.yaml': `extends: acme\noverrides: [{files: vendor/**, rules: {${WEIGHTS}: off}}]\n`,
      'node_modules/meshlint-config-acme/index.js': `module.exports = { rules: { '${WEIGHTS}': 'warn' } };`,
      'vendor/vs.yaml': virtualService('ratings'),
    });
    expect(status).toBe(0);
    expect(stdout).toContain('1 problem (1 warning) in 1 file');
    expect(loaded).toContain('eslintrc');
  });
});
