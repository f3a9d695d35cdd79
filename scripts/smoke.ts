// Runs the tests and the built command line on another Node: npm run smoke -- 24
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './rule-files.ts';

function main(version: string): void {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-node-'));
  try {
    const name = `node-${process.platform}-${process.arch}`;
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { status } = spawnSync(
      npm,
      ['install', '--no-save', '--ignore-scripts', '--silent', '--prefix', work, `${name}@${version}`],
      { stdio: 'ignore' },
    );
    const node = join(work, 'node_modules', name, 'bin', 'node');
    if (status !== 0 || !existsSync(node)) {
      process.stdout.write(`Node ${version}: no package ${name} to be had here, not run\n`);
      return;
    }
    const run = (...args: string[]) => execFileSync(node, args, { cwd: ROOT, stdio: 'inherit' });
    run('--version');
    run(join(ROOT, 'bin', 'mesh-lint.js'), '--version');
    // How the two readers compare has nothing to do with Node's version, and takes a quarter of the tests' time.
    run(join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=dot', '--exclude=test/yaml/same/**');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

main(process.argv[2] ?? '24');
