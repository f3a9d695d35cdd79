import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { median } from './median.ts';

export interface Measured {
  /** Median wall times in milliseconds. */
  a: number;
  b: number;
  /** The median of a over b, pair by pair. */
  ratio: number;
}

export interface Command {
  words: readonly string[];
  /** Exit codes of a run that did its work; others are an error: a command that fails at once would look fast. */
  codes?: readonly number[] | undefined;
  /** A file for what it prints; a pipe where there is none. */
  output?: string | undefined;
  env?: NodeJS.ProcessEnv | undefined;
}

/** 1 is findings, for linters. */
const DONE = [0, 1];

/**
 * Runs two commands in turn and compares them pair by pair, so that a drift of the machine hits both. Throws where one
 * can't be run, is killed, or exits with another code than it may.
 */
export function pairs(a: readonly string[], b: readonly string[], count: number): Measured {
  const [of = [], other = []] = rounds([{ words: a }, { words: b }], count);
  return { a: median(of), b: median(other), ratio: ratioOf(of, other) };
}

/** The same for any number of commands: wall times in milliseconds of each, round by round, after one run to warm up. */
export function rounds(commands: readonly Command[], count: number): number[][] {
  for (const command of commands) run(command);
  const times = commands.map((): number[] => []);
  const order = [...commands.keys()];
  for (let round = 0; round < count; round++) {
    for (const at of round % 2 === 0 ? order : order.toReversed()) {
      const command = commands[at];
      if (command) times[at]?.push(run(command));
    }
  }
  return times;
}

/** The median of the ratios of two commands' times, round by round. */
export function ratioOf(a: readonly number[], b: readonly number[]): number {
  return median(a.map((time, round) => time / (b[round] ?? Number.NaN)));
}

function run({ words: [program = '', ...args], codes = DONE, output, env }: Command): number {
  const target = output === undefined ? 'pipe' : openSync(output, 'w');
  const started = process.hrtime.bigint();
  const { error, status, signal } = spawnSync(program, args, {
    stdio: ['ignore', target, target],
    maxBuffer: 1 << 28,
    ...(env && { env }),
  });
  const taken = Number(process.hrtime.bigint() - started) / 1e6;
  if (typeof target === 'number') closeSync(target);
  if (error) throw error;
  if (status === null || !codes.includes(status))
    throw new Error(`${[program, ...args].join(' ')} ends with ${status ?? signal}`);
  return taken;
}
