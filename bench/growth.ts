// How time and memory of whole runs grow from 1,000 documents to 20,000, preset by preset, without what one file takes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PRESETS } from '../src/engine/rule.ts';
import { MOST_GROWTH } from './limits.ts';
import { writeTree } from './manifests/write.ts';
import { median } from './median.ts';
import { ONE_FILE } from './one-file.ts';
import { machine, writeSection } from './page.ts';
import { counted, figure, table } from './table.ts';

const SIZES = [1000, 10_000, 20_000] as const;
const BIN = join(import.meta.dirname, '..', 'bin', 'mesh-lint.js');

const { values } = parseArgs({
  options: {
    preset: { type: 'string', multiple: true, default: [...PRESETS] },
    rounds: { type: 'string', default: '3' },
    hold: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

/** Milliseconds and bytes. */
interface Usage {
  wall: number;
  cpu: number;
  memory: number;
}

const MEASURES = ['wall', 'cpu', 'memory'] as const;

function main(): void {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-growth-'));
  try {
    delete process.env.CI;
    process.env.XDG_CACHE_HOME = join(work, 'cache');
    process.env.MESH_LINT_USAGE = join(work, 'usage.json');
    const one = join(work, 'one.yaml');
    writeFileSync(one, ONE_FILE);
    const trees = SIZES.map((documents) => {
      const folder = join(work, String(documents));
      writeTree(folder, { documents });
      return folder;
    });
    report(values.preset.map((preset) => [preset, usagesOf(preset, [one, ...trees])]));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Medians of a run on each path, taken in turn. */
function usagesOf(preset: string, paths: readonly string[]): Usage[] {
  runOn(paths[0] ?? '', preset);
  const rounds = Array.from({ length: Math.max(1, Number(values.rounds)) }, () =>
    paths.map((path) => runOn(path, preset)),
  );
  const middle = (at: number, measure: keyof Usage) =>
    median(rounds.map((round) => round[at]?.[measure] ?? Number.NaN));
  return paths.map((_, at) => ({ wall: middle(at, 'wall'), cpu: middle(at, 'cpu'), memory: middle(at, 'memory') }));
}

function runOn(path: string, preset: string): Usage {
  const args = ['-r', join(import.meta.dirname, 'usage.cjs'), BIN, '--no-config', '--preset', preset, path];
  const started = performance.now();
  const { status, error } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  const wall = performance.now() - started;
  if (error) throw error;
  if (status === null || status > 1) throw new Error(`node ${args.join(' ')} ends with ${status}`);
  const usage: Omit<Usage, 'wall'> = JSON.parse(readFileSync(process.env.MESH_LINT_USAGE ?? '', 'utf8'));
  return { wall, ...usage };
}

function report(measured: readonly (readonly [preset: string, usages: readonly Usage[]])[]): void {
  const sizes = ['one file', ...SIZES.map((size) => figure(size))];
  const amounts = table(
    [
      'preset',
      ...sizes.map((size) => `ms, ${size}`),
      ...sizes.map((size) => `CPU ms, ${size}`),
      ...sizes.map((size) => `MB, ${size}`),
    ],
    measured.map(([preset, usages]) => [
      preset,
      ...usages.map(({ wall }) => figure(wall)),
      ...usages.map(({ cpu }) => figure(cpu)),
      ...usages.map(({ memory }) => figure(memory / 1e6)),
    ]),
  );
  const steps = SIZES.slice(0, -1).map((from) => ({ from, name: `${figure(from)} → ${figure(LARGEST)}` }));
  const growths = table(
    ['preset', ...steps.flatMap(({ name }) => [`time, ${name}`, `CPU, ${name}`, `memory, ${name}`])],
    measured.map(([preset, usages]) => [
      preset,
      ...steps.flatMap(({ from }) => MEASURES.map((measure) => figure(growthOf(usages, from, measure), 2))),
    ]),
  );
  const text = `${machine()}; medians of ${counted(Number(values.rounds), 'run')}.\n\n${amounts}\n${growths}`;
  process.stdout.write(`${text}\n`);
  if (values.write) writeSection('growth', text);
  for (const [preset, usages] of measured)
    for (const measure of MEASURES) hold(preset, measure, growthOf(usages, SIZES[0], measure));
}

const LARGEST = SIZES[2];

/** How much more a document takes in the largest tree than in this one, each without what one file takes. */
function growthOf([one, ...usages]: readonly Usage[], from: (typeof SIZES)[number], measure: keyof Usage): number {
  const each = (size: (typeof SIZES)[number]) =>
    ((usages[SIZES.indexOf(size)]?.[measure] ?? Number.NaN) - (one?.[measure] ?? Number.NaN)) / size;
  return each(LARGEST) / each(from);
}

function hold(preset: string, measure: string, growth: number): void {
  if (growth <= MOST_GROWTH) return;
  process.stdout.write(`NOT MET: ${measure} of ${preset} grows by ${growth.toFixed(2)}, ${MOST_GROWTH} at most\n`);
  if (values.hold) process.exitCode = 1;
}

main();
