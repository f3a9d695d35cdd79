import type { Style } from './style.ts';

/** A random number from 0 up to 1, the same sequence for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(...seeds: number[]): Random {
  let state = seeds.reduce((mixed, seed) => Math.imul(mixed ^ seed, 0x9e3779b1) ^ (mixed >>> 15), 0x6d2b79f5) >>> 0;
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
  /** Whether a second version gets a part of the traffic. */
  hasCanary: boolean;
  /** Whether callers must show a token. */
  hasTokens: boolean;
  /** Whether it is the first one of its team. */
  isFirst: boolean;
  style: Style;
  random: Random;
}

export const TEAMS = 25;

export function teamOf(index: number): string {
  return `team-${index % TEAMS}`;
}

/** The index of this application or one before it. */
export function earlier({ index, random }: App): number {
  return below(random, index + 1);
}

export function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[below(random, items.length)] ?? items[0];
}

/** A whole number from 0 up to a bound. */
export function below(random: Random, bound: number): number {
  return Math.floor(random() * bound);
}

/** A text that is there in this share of cases. */
export function maybe(random: Random, share: number, text: string): string {
  return random() < share ? text : '';
}

/** The first lines of a manifest, up to the end of its metadata. */
export function head(apiVersion: string, kind: string, { name, namespace }: Pick<App, 'name' | 'namespace'>): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
}
