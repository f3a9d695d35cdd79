import type { Limits } from './limits.ts';
import { ratioOf } from './pairs.ts';

/** What was measured of one tree. */
export interface TreeMeasured {
  /** Wall times in milliseconds, round by round, by command. */
  times: ReadonlyMap<string, readonly number[]>;
  /** Peaks of resident memory in bytes, by command. */
  memory: ReadonlyMap<string, number | undefined>;
}

/** A line for each limit: met, not met, or not to be judged here, as where the other tool is missing. */
export function judge({ ratios = {}, memory }: Limits, measured: TreeMeasured): { text: string; isBroken: boolean }[] {
  const lines = Object.entries(ratios).flatMap(([name, others]) =>
    Object.entries(others).map(([other, most]) => {
      const [own, its] = [measured.times.get(name), measured.times.get(other)];
      const value = own && its && ratioOf(own, its);
      return judged(`${name} takes`, value, most, (ratio) => ratio.toFixed(2), ` times ${other}`);
    }),
  );
  if (memory !== undefined)
    lines.push(judged('memory:', measured.memory.get('mesh-lint'), memory, (bytes) => (bytes / 1e6).toFixed(0), ' MB'));
  return lines;
}

function judged(
  what: string,
  value: number | undefined,
  most: number,
  format: (value: number) => string,
  unit: string,
): { text: string; isBroken: boolean } {
  if (value === undefined) return { text: `not judged: ${what} ${format(most)}${unit} at most`, isBroken: false };
  // As it is shown: 1.401 is no reason to say that 1.40 is above 1.40.
  const isBroken = !(Number(format(value)) <= Number(format(most)));
  const verdict = isBroken ? 'NOT MET' : 'met';
  return { text: `${verdict}: ${what} ${format(value)}${unit}, ${format(most)} at most`, isBroken };
}
