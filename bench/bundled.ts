// Runs a measurement of this folder from one bundle, as the product runs: `tsx bench/bundled.ts document --max 8`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');
const [name = '', ...args] = process.argv.slice(2);
const dir = join(ROOT, 'node_modules', '.cache', 'bench');

async function main(): Promise<void> {
  const build = await rolldown({
    input: join(ROOT, 'bench', `${name}.ts`),
    platform: 'node',
    cwd: ROOT,
    // What the product loads when it is needed is in one bundle with the rest here.
    checks: { ineffectiveDynamicImport: false },
  });
  await build.write({ dir, format: 'cjs' });
  await build.close();
  process.exitCode = spawnSync(process.execPath, [join(dir, `${name}.js`), ...args], { stdio: 'inherit' }).status ?? 1;
}

void main();
