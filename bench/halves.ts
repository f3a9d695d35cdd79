// What two threads could win at best: two processes at the same time, each with half of the rules, beside one with all of
// them. Threads would have to hand over their findings as well, and hold the tree twice in one memory.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { registry } from '../src/rules/registry.ts';
import { median } from './median.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' } },
});
const BIN = join(import.meta.dirname, '..', 'bin', 'mesh-lint.js');

async function main(): Promise<void> {
  const [tree] = positionals;
  if (tree === undefined) {
    process.stderr.write('usage: npm run bench:halves -- [--rounds N] FOLDER\n');
    process.exitCode = 2;
    return;
  }
  const ids = registry.filter(({ presets }) => presets.recommended !== undefined).map(({ id }) => id);
  const halves = [0, 1].map((half) => ids.filter((_, index) => index % 2 === half));
  const ratios: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const whole = await elapsed(() => run(tree, ids));
    const both = await elapsed(() => Promise.all(halves.map((half) => run(tree, half))));
    ratios.push(both / whole);
  }
  process.stdout.write(
    `two processes with half of ${ids.length} rules each take ${median(ratios).toFixed(2)} of the time of one with all of them\n`,
  );
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function run(tree: string, rules: readonly string[]): Promise<void> {
  const only = rules.flatMap((id) => ['--only', id]);
  const child = spawn(process.execPath, [BIN, '--no-config', ...only, tree], { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 || code === 1 ? resolve() : reject(new Error(`mesh-lint ends with ${code}`)),
    );
  });
}

void main();
