/** A random number from 0 up to 1, the same sequence for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** An application of a team; its files refer to each other and to those of applications before it. */
export interface App {
  index: number;
  name: string;
  namespace: string;
  random: Random;
}

const TEAMS = 25;

export function teamOf(index: number): string {
  return `team-${index % TEAMS}`;
}

/** The index of this application or one before it. */
export function earlier({ index, random }: App): number {
  return Math.floor(random() * (index + 1));
}

/** The first lines of a manifest, up to the end of its metadata. */
export function head(apiVersion: string, kind: string, { name, namespace }: App): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
}
