// Builds dist where it can be built (a clone with its devDependencies); a package that brings dist needs nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

if (existsSync(tsx)) {
  const { status } = spawnSync(process.execPath, [tsx, join(root, 'scripts', 'build.ts')], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else if (!existsSync(join(root, 'dist', 'cli.cjs'))) {
  console.error(
    'mesh-lint: dist is missing and cannot be built without devDependencies; install a release, or run npm ci',
  );
  process.exitCode = 1;
}
