import { fstatSync, statSync, writeSync } from 'node:fs';

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/**
 * Standard output (1) or error (2) without Node's stream where it is no terminal: loading the stream costs a tenth of a short
 * run. What nobody reads any more (EPIPE) is dropped in silence.
 */
export function standardOutput(descriptor: 1 | 2, stream: () => Output): Output {
  if (mayBeTerminal(descriptor)) return stream();
  return { isTTY: false, write: (text) => writeAll(descriptor, Buffer.from(text)) };
}

/** A character device, but not the one that throws all away. */
function mayBeTerminal(descriptor: number): boolean {
  const stats = fstatSync(descriptor);
  return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
