import { spawnSync } from 'node:child_process';

export interface Measured {
  /** Median wall times in milliseconds. */
  a: number;
  b: number;
  /** The median of a over b, pair by pair. */
  ratio: number;
}

/**
 * Runs two commands in turn and compares them pair by pair, so that a drift of the machine hits both. Throws where one
 * can't be run, is killed, or exits above 1: a command that fails at once would look fast.
 */
export function pairs(a: readonly string[], b: readonly string[], count: number): Measured {
  time(a);
  time(b);
  const measured = Array.from({ length: count }, (_, i) => {
    const [first, second] = i % 2 === 0 ? [a, b] : [b, a];
    const [one, two] = [time(first), time(second)];
    return i % 2 === 0 ? { a: one, b: two } : { a: two, b: one };
  });
  return {
    a: median(measured.map((pair) => pair.a)),
    b: median(measured.map((pair) => pair.b)),
    ratio: median(measured.map((pair) => pair.a / pair.b)),
  };
}

function time([command = '', ...args]: readonly string[]): number {
  const started = process.hrtime.bigint();
  const { error, status, signal } = spawnSync(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  const taken = Number(process.hrtime.bigint() - started) / 1e6;
  if (error) throw error;
  if (status === null || status > 1) throw new Error(`${[command, ...args].join(' ')} ends with ${status ?? signal}`);
  return taken;
}

function median(values: number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
