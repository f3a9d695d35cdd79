import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeMeasured } from './held.ts';
import type { Written } from './manifests/write.ts';
import { median } from './median.ts';
import { peakMemoryOf } from './memory.ts';
import { type Command, ratioOf, rounds } from './pairs.ts';
import type { Peer } from './peers.ts';
import { counted, figure, table } from './table.ts';

export const BIN = join(import.meta.dirname, '..', 'bin', 'mesh-lint.js');

interface Given {
  folder: string;
  written: Written;
  peers: readonly Peer[];
  rounds: number;
  /** A folder for what the tools print. */
  work: string;
}

/** Measures all tools on one tree, and says it in Markdown. */
export async function measureTree(given: Given): Promise<{ measured: TreeMeasured; text: string }> {
  const { folder, written, peers, work } = given;
  const commands = new Map<string, Command>([
    ['mesh-lint', { words: [process.execPath, BIN, folder] }],
    ...peers.map(({ name, commandOf }): [string, Command] => [name, commandOf(folder)]),
    ['node -e 0', { words: [process.execPath, '-e', '0'] }],
  ]);
  if (written.files === 1) commands.set('mesh-lint --version', { words: [process.execPath, BIN, '--version'] });
  const outputs = [...commands].map(([name, command]) => ({ ...command, output: outputOf(work, name) }));
  const all = rounds(outputs, given.rounds);
  const times = new Map([...commands.keys()].map((name, at) => [name, all[at] ?? []]));
  const memory = new Map<string, number | undefined>();
  for (const [name, command] of commands) memory.set(name, await peakMemoryOf(command));
  const measured = { times, memory };
  const text = [timesTable(measured), stagesTable(folder, given.rounds), didTable(given)].join('\n');
  return { measured, text };
}

function outputOf(work: string, name: string): string {
  return join(work, `${name.replaceAll(' ', '-')}.out`);
}

function timesTable({ times, memory }: TreeMeasured): string {
  const own = times.get('mesh-lint') ?? [];
  return table(
    ['', 'ms', 'mesh-lint takes, of that', 'peak memory, MB'],
    [...times].map(([name, taken]) => {
      const peak = memory.get(name);
      return [
        name,
        figure(median(taken)),
        name === 'mesh-lint' ? '–' : figure(ratioOf(own, taken), 2),
        peak === undefined ? '–' : figure(peak / 1e6),
      ];
    }),
  );
}

/** Where the time of a run with --stats goes: its stages, and what is left of the whole process. */
function stagesTable(folder: string, most: number): string {
  const runs = Array.from({ length: Math.min(5, most) }, () => stagesOf(folder));
  const medians = [...(runs[0]?.keys() ?? [])].map((name): [string, number] => [
    name,
    median(runs.map((run) => run.get(name) ?? 0)),
  ]);
  const whole = medians.reduce((sum, [, ms]) => sum + ms, 0);
  return table(
    ['mesh-lint, with `--stats`', 'ms', 'share'],
    medians.map(([name, ms]) => [name, figure(ms, 1), `${figure((100 * ms) / whole, 1)} %`]),
  );
}

function stagesOf(folder: string): Map<string, number> {
  const started = performance.now();
  const { stderr } = spawnSync(process.execPath, [BIN, '--stats', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const whole = performance.now() - started;
  const stages = stderr
    .slice(0, stderr.indexOf('\nin all '))
    .split('\n')
    .flatMap((line): [string, number][] => {
      const [, name, milliseconds] = /^(.+?) {2,}([\d.]+) /.exec(line) ?? [];
      return name === undefined ? [] : [[name, Number(milliseconds)]];
    });
  const rest = stages.reduce((left, [, ms]) => left - ms, whole);
  return new Map([['start-up and end of the process', rest], ...stages]);
}

function didTable({ peers, written, work }: Given): string {
  const did = (name: string) => readFileSync(outputOf(work, name), 'utf8');
  const own = did('mesh-lint');
  const problems = /(\d+) problems?/.exec(own)?.[1] ?? '0';
  const checked = /(\d+) Istio resources?/.exec(own)?.[1] ?? '0';
  return table(
    ['', 'what it did'],
    [
      [
        'mesh-lint',
        `${counted(written.documents, 'document')} read, ${figure(Number(checked))} of them Istio’s; ${counted(Number(problems), 'finding')}`,
      ],
      ...peers.map(({ name, didOf }) => [name, didOf(did(name), written)]),
    ],
  );
}
