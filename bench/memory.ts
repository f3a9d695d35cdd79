import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Command } from './pairs.ts';

/** Milliseconds between two looks. */
const INTERVAL = 2;

/**
 * The peak of a command's resident memory in bytes, as the kernel counts it; undefined where there is no /proc, or the
 * command was over before the first look. What rusage says of a child is no use: it counts the parent's pages as well.
 */
export function peakMemoryOf({ words: [program = '', ...args], env }: Command): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    let peak: number | undefined;
    const child = spawn(program, args, { stdio: 'ignore', ...(env && { env }) });
    const look = () => {
      const now = peakOf(child.pid);
      if (now !== undefined) peak = Math.max(peak ?? 0, now);
    };
    const timer = setInterval(look, INTERVAL);
    child.on('error', reject);
    child.on('exit', () => {
      clearInterval(timer);
      resolve(peak);
    });
  });
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
